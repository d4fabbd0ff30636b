"""A large planning and its matrix, for a generated project: hundreds of tasks, dozens of people."""

from datetime import date
from random import Random
from typing import Any

from requirements.scale import words

KINDS = ["SS", "FF", "FS", "FS"]
# Tasks that go on side by side in each chain of the network.
TEAMS = 12
# Letters of each line beside its R and its A.
CONSULTED, INFORMED = 3, 5


def enlarged(values: dict[str, Any], *, tasks: int, people: int, first_day: date) -> dict[str, Any]:
    """This project with a planning of so many tasks and so many people, its matrix filled; the same each time."""
    chance = Random(f"{values['project']['slug']}:{tasks}:{people}")  # noqa: S311  # data, not secrets
    members = [*values["members"], *_more_people(values, people)][: max(people, len(values["members"]))]
    emails = [one["email"] for one in members]
    phases = list(words.TASKS)
    planned = [
        _task(chance, index, phases[index * len(phases) // tasks], emails, first_day)
        for index in range(tasks)
    ]
    return {
        **values,
        "members": members,
        "planning": {**values["planning"], "tasks": planned, "gates": _gates(planned)},
        "raci": [_line(chance, task, emails) for task in planned],
    }


def _more_people(values: dict[str, Any], people: int) -> list[dict[str, Any]]:
    domain = values["members"][0]["email"].split("@")[1]
    codes = [one["code"] for one in values["departments"]]
    return [
        {
            "email": f"personne.{number:02d}@{domain}",
            "title": f"Utilisateur clé {number}",
            "roles": ["contributor"],
            "department": codes[number % len(codes)],
        }
        for number in range(1, people - len(values["members"]) + 1)
    ]


def _task(chance: Random, index: int, phase: str, emails: list[str], first_day: date) -> dict[str, Any]:
    titles = words.TASKS[phase]
    task: dict[str, Any] = {
        "key": f"T{index:03d}",
        "phase": phase,
        "title": f"{titles[index % len(titles)]}, lot {index // TEAMS + 1}",
        "owner": chance.choice(emails),
        "days": chance.randrange(0, 9) if index % 50 == 49 else chance.randrange(1, 9),
        "effort": chance.randrange(1, 12),
        "progress": 100 if index < TEAMS else 0,
    }
    if index < TEAMS:
        return {**task, "start": first_day}
    if index % 7:
        return {**task, "after": [f"T{index - TEAMS:03d}"]}
    links = [
        {"task": f"T{index - TEAMS:03d}", "kind": KINDS[index % len(KINDS)], "lag": chance.randrange(-1, 4)},
        {"task": f"T{index - TEAMS + 1:03d}", "kind": "SS", "lag": 2},
    ]
    return {**task, "links": links}


def _gates(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    last = {task["phase"]: task["key"] for task in tasks}
    return [
        {"key": f"G{number}", "title": f"Fin de phase\u00a0: {words.PHASES[phase]}", "after": [key]}
        for number, (phase, key) in enumerate(last.items(), start=1)
    ]


def _line(chance: Random, task: dict[str, Any], emails: list[str]) -> dict[str, Any]:
    others = [email for email in emails if email != task["owner"]]
    some = chance.sample(others, min(len(others), 1 + CONSULTED + INFORMED))
    return {
        "activity": task["key"],
        "R": [task["owner"]],
        "A": some[0],
        "C": some[1 : 1 + CONSULTED],
        "I": some[1 + CONSULTED :],
    }
