"""Run a few programs side by side: restart those that die, stop them all together, leave no orphan."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crmproject.embedded.system import command_line, wait_until

POLL_SECONDS = 0.2
STOP_SECONDS = 10
# A program that dies this often within a minute will not get better by itself.
GIVE_UP_AFTER = 5


@dataclass
class Program:
    """One program to keep running; its output goes to a log file."""

    name: str
    command: Sequence[str]
    log: Path
    deaths: list[float] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor, which stops it in order
            )

    @property
    def dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def hopeless(self) -> bool:
        """Whether it died too often lately."""
        recent = [death for death in self.deaths if death > time.monotonic() - 60]
        return len(recent) >= GIVE_UP_AFTER

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def end_family(self) -> None:
        """Kill what is left of it and of the children that it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Keeps programs running until stop() is asked for, and remembers them on disk.

    The record lets the next start end what a killed supervisor left running.
    """

    def __init__(self, programs: Sequence[Program], *, record: Path, say: Callable[[str], None]) -> None:
        self.programs = programs
        self.record = record
        self.say = say
        self.stopping = False

    def start(self) -> None:
        self.end_leftovers()
        for program in self.programs:
            program.start()
        self._write_record()

    def run(self) -> int:
        """Watch until a stop is asked for; return 0, or 1 when a program keeps dying."""
        while not self.stopping:
            for program in self.programs:
                if program.dead and not self.stopping and not self._restart(program):
                    return 1
            time.sleep(POLL_SECONDS)
        return 0

    def ask_to_stop(self, *_: object) -> None:
        """Signal handler: Ctrl-C, TERM and a closed terminal all end in order."""
        self.stopping = True

    def stop(self) -> None:
        """End every program, by force after a while: an interrupted task is taken up again later."""
        for program in self.programs:
            program.signal(signal.SIGTERM)
        wait_until(lambda: all(p.process is None or p.dead for p in self.programs), seconds=STOP_SECONDS)
        for program in self.programs:
            program.end_family()
        self.record.unlink(missing_ok=True)

    def end_leftovers(self) -> None:
        """End programs of a supervisor that was killed; a pid that is another program’s now is left alone."""
        for pid, command in self._recorded():
            if command_line(pid) == command:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
                wait_until(lambda: command_line(pid) != command, seconds=5)  # noqa: B023
        self.record.unlink(missing_ok=True)

    def _restart(self, program: Program) -> bool:
        code = program.process.returncode if program.process else 0
        program.end_family()
        program.deaths.append(time.monotonic())
        if program.hopeless:
            self.say(f"{program.name} s’arrête sans cesse (code {code}). Journal : {program.log}")
            return False
        self.say(f"{program.name} s’est arrêté (code {code}) : redémarrage. Journal : {program.log}")
        time.sleep(min(len(program.deaths), 3) * 0.5)
        program.start()
        self._write_record()
        return True

    def _write_record(self) -> None:
        pids = [program.process.pid for program in self.programs if program.process]
        # Read back from the system: an interpreter’s own line may differ from the one asked for.
        wait_until(lambda: all("-m" in command_line(pid) for pid in pids), seconds=1)
        self.record.write_text(json.dumps([[pid, command_line(pid)] for pid in pids]))

    def _recorded(self) -> list[tuple[int, str]]:
        try:
            return [(int(pid), str(command)) for pid, command in json.loads(self.record.read_text())]
        except (OSError, ValueError):
            return []
