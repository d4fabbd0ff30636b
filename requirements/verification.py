"""Checking a printed or received copy: the address on it, the codes that people type, the files that they hold."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import segno
from django.conf import settings
from django.urls import reverse

from requirements.models import Edition, Export
from requirements.models.editions import ALPHABET, CODE_LENGTH, ExportStatus

DIGEST = re.compile(r"[0-9a-f]{64}")
# What a reader may take for another sign, on paper or over the telephone.
CONFUSED = {
    "0": "QD", "O": "QD", "1": "J7T", "I": "J7T", "L": "J7T", "5": "S", "S": "5", "8": "B", "B": "8", "2": "Z",
    "Z": "2", "6": "G", "G": "6", "U": "V", "V": "U", "M": "N", "N": "M",
}  # fmt: skip
# How many signs may be read wrongly before a code is held for another one.
FORGIVEN = 2


class Answer(StrEnum):
    """What a file turned out to be."""

    AUTHENTIC = "authentic"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """The answer on a file; `edition` is the one that it is a copy of, `current` the latest number."""

    answer: Answer
    edition: Edition | None = None
    current: int = 0


def verification_url(code: str) -> str:
    """The short address that a copy bears, without the slash that only machines need."""
    return settings.SITE_URL + reverse("verification", args=[code]).rstrip("/")


def qr_code(url: str) -> str:
    """This address as a drawing, to be set in a page; the drawing names it for those who can’t see it."""
    code = segno.make(url, micro=False, error="m")
    return code.svg_inline(border=4, omitsize=True, title=f"Code QR vers {url}", dark="#000", light="#fff")


def plain(typed: str) -> str:
    """What was typed, without the spaces and dashes that people put in."""
    return re.sub(r"[\s.·_–—-]+", "", typed[:64]).upper()


def readings(typed: str) -> Iterator[str]:
    """The codes that somebody may mean: what was typed first, then with a sign or two taken for others."""
    code = plain(typed)
    if len(code) != CODE_LENGTH or any(sign not in ALPHABET and sign not in CONFUSED for sign in code):
        return
    wrong = [place for place, sign in enumerate(code) if sign not in ALPHABET]
    if len(wrong) > FORGIVEN:
        return
    doubtful = [place for place, sign in enumerate(code) if sign in CONFUSED and place not in wrong]
    for extra in range(FORGIVEN - len(wrong) + 1):
        for places in itertools.combinations(doubtful, extra):
            yield from _with_others(code, {*wrong, *places})


def _with_others(code: str, places: set[int]) -> Iterator[str]:
    signs = (CONFUSED[sign] if place in places else sign for place, sign in enumerate(code))
    yield from ("".join(one) for one in itertools.product(*signs))


def find_by_code(typed: str) -> Edition | None:
    """The edition that this code names; None when it names none, or could name several."""
    codes = set(readings(typed))
    if not codes:
        return None
    live = Edition.objects.filter(specification__project__deleted_at=None)
    found = {edition.code: edition for edition in live.filter(code__in=codes)}
    if plain(typed) in found:
        return found[plain(typed)]
    return next(iter(found.values())) if len(found) == 1 else None


def current_number(edition: Edition) -> int:
    """The number of the latest edition of the same specification."""
    latest = Edition.objects.filter(specification=edition.specification_id).order_by("-number").first()
    return latest.number if latest else edition.number


def judge(edition: Edition, digest: str) -> Verdict:
    """What a file of this SHA-256 is, for the holder of a copy of `edition`.

    Any copy that the site composed of an edition of the same specification counts, those for a named reader too;
    whatever else, a file of another project among them, is unknown.
    """
    current = current_number(edition)
    if not DIGEST.fullmatch(digest):
        return Verdict(Answer.UNKNOWN, current=current)
    composed = Export.objects.filter(
        sha256=digest, status=ExportStatus.DONE, edition__specification=edition.specification_id
    )
    export = composed.select_related("edition").order_by("-edition__number").first()
    if export is None or export.edition is None:
        return Verdict(Answer.UNKNOWN, current=current)
    answer = Answer.AUTHENTIC if export.edition.number == current else Answer.SUPERSEDED
    return Verdict(answer, export.edition, current)
