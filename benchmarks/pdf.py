"""Time, peak memory and pages of the PDF export, each run in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.pages import slug_of
from benchmarks.results import Result
from crmproject.environment import BASE_DIR

MEASURES = {"seconds": ("durée", "s"), "megabytes": ("mémoire, pic", "Mo"), "pages": ("pages", "pages")}
LONGEST_SECONDS = 1800


def measure(size: int, *, runs: int, failures: list[str]) -> list[Result]:
    """Export the draft of the project of this size, and read what the child process says of itself."""
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="cadrage-bench-pdf-") as folder:
        for _ in range(runs):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.pdfchild", slug_of(size), Path(folder) / "document.pdf"],
                cwd=BASE_DIR,
                env=os.environ,
                capture_output=True,
                text=True,
                check=False,
                timeout=LONGEST_SECONDS,
            )
            if done.returncode:
                failures.append(f"export PDF, {size} exigences : {done.stderr.strip()[-500:]}")
                return []
            found.append(json.loads(done.stdout.splitlines()[-1]))
    return [
        Result(f"export PDF : {label}", size, unit, [run[key] for run in found])
        for key, (label, unit) in MEASURES.items()
    ]
