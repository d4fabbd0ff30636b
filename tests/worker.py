"""A real Celery worker beside the tests, on their database and queue."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crmproject.celery import app
from crmproject.environment import BASE_DIR

START_SECONDS = 60


class Worker:
    """A worker with beat, in a process group of its own."""

    def __init__(self, env: dict[str, str], folder: Path, concurrency: int = 1) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "worker.log"
        self.name = f"{folder.name}@tests"
        command = [
            *(sys.executable, "-m", "celery", "-A", "crmproject.celery", "worker", "--beat"),
            *("--schedule", str(folder / "beat"), "--concurrency", str(concurrency)),
            *("--loglevel", "INFO"),
            *("--hostname", self.name),
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=BASE_DIR, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        wait_for(lambda: " ready." in self.log.read_text(), START_SECONDS, self.log)

    def kill_child(self) -> None:
        """End one of its processes that do the work, as a system short of memory would."""
        told = app.control.inspect(destination=[self.name], timeout=5).stats() or {}
        os.kill(told[self.name]["pool"]["processes"][0], signal.SIGKILL)

    def kill(self) -> None:
        """End the worker and its children as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        """End what is left of it."""
        if self.process.poll() is None:
            self.kill()


def wait_for(condition: Callable[[], object], seconds: float, log: Path | None = None) -> None:
    """Wait until the condition holds; fail with the end of the log when it doesn’t in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(log.read_text()[-3000:] if log else "the condition never held")
        time.sleep(0.1)


@contextmanager
def running_worker(env: dict[str, str], folder: Path, concurrency: int = 1) -> Iterator[Worker]:
    worker = Worker(env, folder, concurrency)
    try:
        yield worker
    finally:
        worker.stop()
