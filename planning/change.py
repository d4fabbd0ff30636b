"""The dates of the change plan beside the planning: read from the charter each time, so that they never differ."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from charter.blocks.change import load_communications, load_supports, load_trainings
from charter.models import Communication, Training
from crmproject.toolkit.blocks import Gathering, Json


@dataclass(frozen=True)
class Deadline:
    """A dated action of the change plan, on one day or over several; `register` is the list that edits it."""

    start: datetime.date
    end: datetime.date
    title: str
    nature: str
    who: str
    register: str
    row: int
    is_done: bool = False

    def as_data(self) -> Json:
        """What the chart draws."""
        return {
            "title": self.title,
            "nature": self.nature,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
        }


def deadlines(gathering: Gathering) -> list[Deadline]:
    """Every dated action of the plan, the earliest first; those of each list are read once."""
    found = [*_talks(gathering), *_trainings(gathering), *_supports(gathering)]
    return sorted(found, key=lambda one: (one.start, one.end, one.title))


def _talks(gathering: Gathering) -> Iterator[Deadline]:
    for talk in gathering.once(load_communications):
        yield Deadline(
            talk.held_on,
            talk.held_on,
            talk.audience,
            _nature(talk),
            talk.owner.display_name if talk.owner else "",
            "communications",
            talk.pk,
            talk.is_done,
        )


def _nature(talk: Communication) -> str:
    return (
        "Réunion de lancement" if talk.is_launch else f"Communication ({talk.get_channel_display().lower()})"
    )


def _trainings(gathering: Gathering) -> Iterator[Deadline]:
    for training in gathering.once(load_trainings):
        if training.held_on:
            yield Deadline(
                training.held_on,
                training.held_on,
                training.audience,
                _lesson(training),
                training.trainer,
                "formations",
                training.pk,
            )


def _lesson(training: Training) -> str:
    return "Perfectionnement" if training.is_refresher else "Formation"


def _supports(gathering: Gathering) -> Iterator[Deadline]:
    for support in gathering.once(load_supports):
        if support.starts_on:
            yield Deadline(
                support.starts_on,
                support.ends_on or support.starts_on,
                support.title,
                str(support.get_kind_display()),
                support.owner.display_name if support.owner else "",
                "accompagnement",
                support.pk,
            )
