"""The framing as its pages and rules read it: preparations with what the data say of them, questions with answers."""

from dataclasses import dataclass

from charter.framing_questions import Part, Question
from charter.models import FramingAnswer, PreparationTick
from charter.preparation import PREPARATIONS, Evidence, Look, Preparation, evidence, overall
from crmproject.toolkit.blocks import Gathering


def load_answers(project_id: int) -> dict[str, FramingAnswer]:
    """The answers of a project by the key of their question, blank ones included."""
    rows = FramingAnswer.objects.live().filter(project=project_id)
    return {row.question: row for row in rows}


def load_ticks(project_id: int) -> dict[str, PreparationTick]:
    """What was noted by hand of each preparation, by its key."""
    return {row.key: row for row in PreparationTick.objects.live().filter(project=project_id)}


def answered(gathering: Gathering, part: Part) -> list[tuple[Question, str]]:
    """The questions of this part that have an answer, with it."""
    answers = gathering.once(load_answers)
    pairs = [(one, answers[one.key].text) for one in part.questions if one.key in answers]
    return [(question, text) for question, text in pairs if text]


@dataclass(frozen=True)
class Standing:
    """Where a preparation stands: what was noted by hand beside what the data say."""

    preparation: Preparation
    tick: PreparationTick | None
    evidence: list[Evidence]

    @property
    def is_ticked(self) -> bool:
        return self.tick is not None and self.tick.done

    @property
    def look(self) -> Look | None:
        return overall(self.evidence)

    @property
    def is_settled(self) -> bool:
        """Whether somebody says that it is done, or the data show it."""
        return self.is_ticked or self.look == Look.DONE

    @property
    def is_contradicted(self) -> bool:
        """Ticked, while the data show nothing of it."""
        return self.is_ticked and self.look == Look.NOTHING

    @property
    def seems_done(self) -> bool:
        """Not ticked, while the data show it whole."""
        return not self.is_ticked and self.look == Look.DONE


def standings(gathering: Gathering) -> list[Standing]:
    """The five preparations in order."""
    ticks = gathering.once(load_ticks)
    return [Standing(one, ticks.get(one.key), evidence(one.key, gathering)) for one in PREPARATIONS]
