"""Limits of time and memory around one render, so that a page made to be slow costs seconds and says so."""

import contextlib
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

CHECK_SECONDS = 0.5
STATM = Path("/proc/self/statm")


class TooHeavyError(Exception):
    """A render took more than its share; the message says of what, in French."""


@contextlib.contextmanager
def bounded(*, seconds: float, megabytes: int) -> Iterator[None]:
    """Raise TooHeavyError in the block when it takes more processor time or more memory than this.

    It needs the main thread, as signals do; in another one nothing is limited. A timer of processor time leaves a
    busy machine’s waits out of the count, and other users of the ordinary alarm alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    end, most = time.process_time() + seconds, resident_megabytes() + megabytes

    def check(_signal: int, _frame: FrameType | None) -> None:
        if time.process_time() > end:
            plural = "s" if seconds > 1 else ""
            raise TooHeavyError(f"elle demande plus de {seconds:.0f}\u00a0seconde{plural} de calcul")
        if resident_megabytes() > most:
            raise TooHeavyError(f"elle demande plus de {megabytes}\u00a0Mo de mémoire")

    before = signal.signal(signal.SIGVTALRM, check)
    signal.setitimer(signal.ITIMER_VIRTUAL, CHECK_SECONDS, CHECK_SECONDS)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        # Once more: it may have gone off while it was being stopped.
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def resident_megabytes() -> float:
    """Memory that this process holds now; where the system doesn’t say, the most that it ever held."""
    try:
        return int(STATM.read_text().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        unit = 2**20 if sys.platform == "darwin" else 2**10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
