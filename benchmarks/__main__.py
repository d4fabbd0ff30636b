"""Measure the main pages and the export on generated projects: `python -m benchmarks`.

Everything happens on servers and data of its own, thrown away at the end; only bench.json stays, under var/.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.results import Result, table
from crmproject.embedded import EmbeddedError, Services
from crmproject.environment import BASE_DIR, var_dir

SIZES = "100,500,2000"


def main() -> int:
    """Run the measures; return 1 when a page or an export could not be measured."""
    arguments = _arguments()
    report = var_dir() / "bench.json"
    os.chdir(BASE_DIR)
    try:
        with _servers():
            results, failures = _measure(arguments)
    except EmbeddedError as error:
        print(error, file=sys.stderr)
        return 1
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(
        json.dumps([result.as_dict() for result in results], indent=1, ensure_ascii=False) + "\n"
    )
    print(f"\n{table(results)}\n\nMesures écrites dans {report}")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Mesure les pages et l’export PDF."
    )
    parser.add_argument("--sizes", default=SIZES, help=f"nombres d’exigences ({SIZES} par défaut)")
    parser.add_argument("--runs", type=int, default=7, help="mesures par page, après deux pour chauffer (7)")
    parser.add_argument(
        "--pdf-runs", type=int, default=5, help="mesures de l’export PDF après un changement (5)"
    )
    parser.add_argument("--skip-pdf", action="store_true", help="ne mesure pas l’export PDF")
    arguments = parser.parse_args()
    try:
        arguments.sizes = [int(size) for size in arguments.sizes.split(",")]
    except ValueError:
        parser.error("--sizes attend des nombres séparés par des virgules")
    if arguments.runs < 1 or arguments.pdf_runs < 1 or min(arguments.sizes) < 0:
        parser.error("les nombres de mesures sont d’au moins 1")
    return arguments


@contextmanager
def _servers() -> Iterator[None]:
    """Servers on a folder of their own, named in the environment."""
    var = Path(tempfile.mkdtemp(prefix="cadrage-bench-"))
    (var / "static").mkdir()  # named by the settings; nothing is collected there
    services = Services(var, durable=False)
    try:
        os.environ.update(services.acquire())
        os.environ.update(
            CADRAGE_VAR=str(var), CADRAGE_DEV="1", DEBUG="0", DJANGO_SETTINGS_MODULE="benchmarks.settings"
        )
        yield
    finally:
        services.release()
        shutil.rmtree(var, ignore_errors=True)


def _measure(arguments: argparse.Namespace) -> tuple[list[Result], list[str]]:
    import django
    from django.core.management import call_command

    django.setup()
    from benchmarks import approval, diffs, pages, pdf, planning

    print("Préparation de la base…", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    results: list[Result] = []
    failures: list[str] = []
    print(f"Planning de {planning.TASKS} tâches…", flush=True)
    results += planning.measure(runs=arguments.runs, failures=failures)
    for size in arguments.sizes:
        print(f"Projet de {size} exigences…", flush=True)
        results += pages.measure(size, runs=arguments.runs, failures=failures)
        results += diffs.measure(size, runs=arguments.runs, failures=failures)
        if not arguments.skip_pdf:
            print("  export PDF…", flush=True)
            results += pdf.measure(size, runs=arguments.pdf_runs, failures=failures)
            results += approval.measure(size, runs=arguments.pdf_runs, failures=failures)
    return results, failures


if __name__ == "__main__":
    sys.exit(main())
