"""Real Celery workers beside the measures, and the memory that each of their processes took."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crmproject.environment import BASE_DIR

START_SECONDS = 90
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


class Workers:
    """A Celery master with so many processes, in a process group of its own."""

    def __init__(self, processes: int) -> None:
        self.log = Path(tempfile.mkstemp(prefix="cadrage-bench-worker-")[1])
        command = [
            *(sys.executable, "-m", "celery", "-A", "crmproject.celery", "worker", "--loglevel", "INFO"),
            *("--concurrency", str(processes), "--without-gossip", "--without-mingle"),
            *("--hostname", f"bench{processes}@localhost"),
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=BASE_DIR,
                env=os.environ,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while " ready." not in self.log.read_text():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(self.log.read_text()[-2000:])
            time.sleep(0.1)

    def peak_megabytes(self) -> float:
        """The most memory that one of the processes ever held; 0 where the system doesn’t say."""
        return max((_peak(pid) for pid in _children(self.process.pid)), default=0.0)

    def stop(self) -> None:
        """End them, gently where they listen."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        self.log.unlink(missing_ok=True)


@contextmanager
def running(processes: int) -> Iterator[Workers]:
    """So many worker processes while the block runs."""
    workers = Workers(processes)
    try:
        yield workers
    finally:
        workers.stop()


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> float:
    try:
        found = PEAK.search(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
