"""The PDF of a generated project in the running product, beside one plain run of the renderer on the same content."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

from django.core.files.storage import default_storage

from benchmarks.pages import slug_of
from benchmarks.results import Result
from benchmarks.workers import running
from crmproject.environment import BASE_DIR
from requirements.actions.exports import request_export
from requirements.models import Edition, Export, RenderedPart, Requirement, Section, Specification
from requirements.models.editions import ExportStatus

LONGEST_SECONDS = 1800
LOOK_SECONDS = 0.03


def measure(size: int, *, runs: int, failures: list[str]) -> list[Result]:
    """Cold with two workers and with one, unchanged, after one change of each kind; and the plain run beside."""
    specification = Specification.objects.select_related("project__manager").get(
        project__slug=slug_of(size), kind="specification"
    )
    try:
        return [
            *_plain(size),
            *_cold(size, specification, processes=1),
            *_cold(size, specification, processes=2),
            *_warm(size, specification, runs=max(3, runs)),
        ]
    except (RuntimeError, subprocess.SubprocessError) as error:
        failures.append(f"export PDF, {size} exigences : {error}")
        return []


def _plain(size: int) -> list[Result]:
    """The whole document in one run of the renderer, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pdfchild", slug_of(size)],
        cwd=BASE_DIR,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-500:])
    found = json.loads(done.stdout.splitlines()[-1])
    return [
        Result("PDF d’un seul tenant : durée", size, "s", [found["seconds"]]),
        Result("PDF d’un seul tenant : mémoire, pic", size, "Mo", [found["megabytes"]]),
        Result("PDF d’un seul tenant : pages", size, "pages", [found["pages"]]),
        Result("PDF d’un seul tenant : poids", size, "Kio", [found["bytes"] / 1024]),
    ]


def _cold(size: int, specification: Specification, *, processes: int) -> list[Result]:
    empty_shelf()
    label = f"PDF par parties, à froid, {processes} poste{'s' if processes > 1 else ''}"
    with running(processes) as workers:
        export, seconds = exported(specification)
        found = [
            Result(f"{label} : durée", size, "s", [seconds]),
            Result(f"{label} : mémoire, pic d’un poste", size, "Mo", [workers.peak_megabytes()]),
        ]
    if processes == 1:
        weight = default_storage.size(str(export.file.name)) / 1024
        found += [
            Result("PDF par parties : pages", size, "pages", [export.pages]),
            Result("PDF par parties : poids", size, "Kio", [weight]),
            Result("PDF par parties : parties", size, "parties", [RenderedPart.objects.ready().count()]),
        ]
    return found


def _warm(size: int, specification: Specification, *, runs: int) -> list[Result]:
    changes: list[tuple[str, Callable[[int], None]]] = [
        ("rien de changé", lambda _run: None),
        ("une exigence changée", lambda run: change_requirement(specification, run)),
        ("un paragraphe changé", lambda run: change_paragraph(specification, run)),
    ]
    found = []
    with running(2) as workers:
        exported(specification)
        for label, change in changes:
            times = []
            for run in range(runs):
                change(run)
                times.append(exported(specification)[1])
            found.append(Result(f"PDF par parties, 2 postes, {label} : durée", size, "s", times))
        found.append(
            Result(
                "PDF par parties, 2 postes : mémoire, pic d’un poste", size, "Mo", [workers.peak_megabytes()]
            )
        )
    return found


def exported(specification: Specification, edition: Edition | None = None) -> tuple[Export, float]:
    """Ask for the PDF as the page does, and wait for it; the export, and the seconds from asking to the file."""
    began = time.perf_counter()
    export = request_export(specification=specification, edition=edition, by=specification.project.manager)
    while True:
        export.refresh_from_db()
        if export.status == ExportStatus.FAILED:
            raise RuntimeError(export.error)
        if export.status == ExportStatus.DONE:
            return export, time.perf_counter() - began
        if time.perf_counter() - began > LONGEST_SECONDS:
            raise RuntimeError("no end of the export")
        time.sleep(LOOK_SECONDS)


def empty_shelf() -> None:
    """Forget every rendered part, and every finished file."""
    for name in RenderedPart.objects.exclude(file="").values_list("file", flat=True):
        default_storage.delete(name)
    RenderedPart.objects.all().delete()
    Export.objects.update(key="")


def change_requirement(specification: Specification, run: int) -> None:
    """Another text for one requirement, each time another one, spread over the project."""
    rows = Requirement.objects.live().filter(project=specification.project).order_by("pk")
    row = rows[(run * 37 + 11) % rows.count()]
    row.text = f"{row.text} Précision n° {run + 1}."
    row.save(update_fields=["text"])


def change_paragraph(specification: Specification, run: int) -> None:
    """Another text in one section."""
    Section.objects.filter(specification=specification, key="context").update(
        text=f"<p>Notre marché change vite : c’est la version {run + 1} de ce paragraphe.</p>"
    )
