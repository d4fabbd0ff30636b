"""What was thought over before the project: the strategic diagnosis, then who, what, where, why and how."""

from collections.abc import Mapping
from typing import ClassVar

from charter.framing import answered
from charter.framing_questions import DIAGNOSIS, FIVE_WORDS, Part
from crmproject.toolkit.blocks import Block, Gathering, Json, Place, register


class AnswersBlock(Block):
    """The answered questions of one part, each with its wording of that day."""

    template = "blocks/answers.html"
    edit_url = "framing_answers"
    captioned = False
    part: ClassVar[Part]
    labels: ClassVar[Mapping[str, str]] = {"rows": "Réponses", "title": "Question", "text": "Réponse"}

    def collect(self, gathering: Gathering, place: Place) -> dict[str, Json]:
        return {"rows": [{"title": one.label, "text": text} for one, text in answered(gathering, self.part)]}


@register
class DiagnosisBlock(AnswersBlock):
    name = DIAGNOSIS.block
    title = DIAGNOSIS.title
    part = DIAGNOSIS
    edit_kwargs = {"part": DIAGNOSIS.slug}
    sources = ("diagnostic stratégique",)
    empty_text = "Le diagnostic stratégique n’a pas encore de réponse."


@register
class WhoWhatWhereBlock(AnswersBlock):
    name = FIVE_WORDS.block
    title = FIVE_WORDS.title
    part = FIVE_WORDS
    edit_kwargs = {"part": FIVE_WORDS.slug}
    sources = ("qui, quoi, où, pourquoi, comment",)
    empty_text = "Qui, quoi, où, pourquoi, comment\u00a0: rien n’est encore répondu."
