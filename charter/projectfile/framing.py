"""What is thought over before the project: preparations ticked by hand, and the answers to the framing’s questions."""

from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from charter.filepart import Checking, Choice, FileModel, FilePart, Loading, register, upto
from charter.framing_questions import PARTS
from charter.models import FramingAnswer, PreparationTick, Project
from charter.preparation import PREPARATIONS
from charter.projectfiles.rows import create_rows, live_rows

Answer = Annotated[str, upto(4000)]


def _preparation(value: str) -> str:
    keys = [one.key for one in PREPARATIONS]
    if value not in keys:
        raise PydanticCustomError(
            "choice",
            "valeur inconnue «\u00a0{value}\u00a0»\u00a0; valeurs possibles\u00a0: {possible}",
            {"value": value, "possible": ", ".join(keys)},
        )
    return value


class TickEntry(FileModel):
    key: Annotated[Choice, AfterValidator(_preparation)]
    done: bool = True
    note: Annotated[str, upto(500)] = ""
    who: Annotated[str, upto(200)] = ""
    noted_on: date | None = None


class DiagnosisEntry(FileModel):
    business: Answer = ""
    growth: Answer = ""
    market: Answer = ""
    difference: Answer = ""
    path: Answer = ""
    teams: Answer = ""
    needs: Answer = ""
    means: Answer = ""


class FiveWordsEntry(FileModel):
    who: Answer = ""
    what: Answer = ""
    where: Answer = ""
    why: Answer = ""
    how: Answer = ""


class FramingEntry(FileModel):
    preparations: list[TickEntry] = Field(default_factory=list)
    diagnosis: DiagnosisEntry = Field(default_factory=DiagnosisEntry)
    who_what_where: FiveWordsEntry = Field(default_factory=FiveWordsEntry)


def _check(checking: Checking, entry: FramingEntry) -> None:
    checking.declare(
        "preparation",
        ((one.key, f"framing.preparations[{index}].key") for index, one in enumerate(entry.preparations)),
    )


def _load(loading: Loading, entry: FramingEntry) -> None:
    create_rows(
        PreparationTick,
        loading,
        (
            {
                **one.model_dump(exclude={"noted_on"}),
                "ticked_on": one.noted_on or timezone.localdate(),
            }
            for one in entry.preparations
        ),
    )
    said = {**entry.diagnosis.model_dump(), **entry.who_what_where.model_dump()}
    keys = [key for part in PARTS for key in part.keys if said[key]]
    create_rows(FramingAnswer, loading, ({"question": key, "text": said[key]} for key in keys))


def _dump(project: Project) -> FramingEntry | None:
    ticks = [
        TickEntry(key=row.key, done=row.done, note=row.note, who=row.who, noted_on=row.ticked_on)
        for row in live_rows(PreparationTick, project)
    ]
    said: dict[str, Any] = {row.question: row.text for row in live_rows(FramingAnswer, project)}
    if not ticks and not any(said.values()):
        return None
    diagnosis, five = ({key: said.get(key, "") for key in part.keys} for part in PARTS)
    return FramingEntry(
        preparations=ticks, diagnosis=DiagnosisEntry(**diagnosis), who_what_where=FiveWordsEntry(**five)
    )


register(FilePart("framing", FramingEntry, _load, _dump, 45, check=_check, default=FramingEntry))
