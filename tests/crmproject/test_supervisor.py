"""The demo’s supervisor: programs are restarted, stopped together, and never left behind."""

import os
import signal
import sys
from pathlib import Path

import pytest

from crmproject.embedded.system import command_line, wait_until
from crmproject.supervisor import Program, Supervisor

SLEEP = "import sys, time; print('ready', flush=True); time.sleep(60)"


def program(tmp_path: Path, name: str, code: str = SLEEP) -> Program:
    return Program(name, [sys.executable, "-c", code], tmp_path / f"{name}.log")


def pid_of(one: Program) -> int:
    assert one.process is not None
    return one.process.pid


def test_a_dead_program_is_restarted_and_said_so(tmp_path: Path) -> None:
    said: list[str] = []
    one = program(tmp_path, "un")
    supervisor = Supervisor([one], record=tmp_path / "pids.json", say=said.append)
    supervisor.start()
    first = pid_of(one)
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: one.dead, seconds=5)
    assert supervisor._restart(one)
    try:
        assert pid_of(one) != first
        assert "s’est arrêté" in said[0]
    finally:
        supervisor.stop()
    assert command_line(pid_of(one)) == ""


def test_a_program_that_keeps_dying_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    one = program(tmp_path, "un", "raise SystemExit(3)")
    supervisor = Supervisor([one], record=tmp_path / "pids.json", say=said.append)
    supervisor.start()
    monkeypatch.setattr("crmproject.supervisor.GIVE_UP_AFTER", 2)
    assert supervisor.run() == 1
    supervisor.stop()
    assert "sans cesse (code 3)" in said[-1]


def test_programs_of_a_killed_supervisor_are_ended_by_the_next(tmp_path: Path) -> None:
    one = program(tmp_path, "un")
    killed = Supervisor([one], record=tmp_path / "pids.json", say=print)
    killed.start()
    heir = Supervisor([], record=tmp_path / "pids.json", say=print)
    heir.end_leftovers()
    assert wait_until(lambda: one.dead, seconds=5)
    assert not (tmp_path / "pids.json").exists()


def test_a_pid_that_is_another_program_now_is_left_alone(tmp_path: Path) -> None:
    one = program(tmp_path, "un")
    one.start()
    record = tmp_path / "pids.json"
    record.write_text(f'[[{pid_of(one)}, "gunicorn of long ago"]]')
    try:
        Supervisor([], record=record, say=print).end_leftovers()
        assert not one.dead
    finally:
        one.end_family()
