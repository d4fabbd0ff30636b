"""From the last approval to a PDF that can be downloaded, in the running product."""

import time

from benchmarks.pages import slug_of
from benchmarks.pdf import change_requirement, exported
from benchmarks.results import Result
from benchmarks.workers import running
from charter.models import Membership
from requirements.actions.agreement import current, decide, default_validators, submit_section
from requirements.actions.editions import freeze_edition
from requirements.models import RenderedPart, Section, Specification
from requirements.models.parts import PartState
from requirements.models.validation import Verdict
from requirements.outline import outline

CALM_SECONDS = 300


def measure(size: int, *, runs: int, failures: list[str]) -> list[Result]:
    """Each time a requirement changes, the sections that it reopened are approved again, the last one at the start.

    Time runs from that approval, through the publication of the edition, to the end of its export. The workers had
    prepared what was approved before, as they do while people approve one after the other.
    """
    specification = Specification.objects.select_related("project__manager").get(
        project__slug=slug_of(size), kind="specification"
    )
    times = []
    with running(2):
        for run in range(runs):
            change_requirement(specification, 100 + run)
            *others, last = _submitted(specification)
            for section, member in others:
                _approve(section, member)
            _wait_for_calm()
            began = time.perf_counter()
            _approve(*last)
            edition = freeze_edition(
                specification=specification,
                title=f"Mesure {run + 1}",
                note="",
                by=specification.project.manager,
            )
            if not edition.is_validated:
                failures.append(f"dernière approbation, {size} exigences : édition non validée")
                return []
            exported(specification, edition)
            times.append(time.perf_counter() - began)
    return [Result("de la dernière approbation au PDF, 2 postes", size, "s", times)]


def _submitted(specification: Specification) -> list[tuple[Section, Membership]]:
    """Submit all that is not validated; who has to approve which section."""
    waiting = []
    for node in outline(specification).unvalidated:
        section = node.section
        if node.says_nothing:
            section.write(read_version=section.version, text="<p>Sans objet pour ce projet.</p>")
        now = current(section)
        validators = default_validators(section, now.content)
        submit_section(
            section=section,
            validators=validators,
            read=now.fingerprint,
            note="",
            by=specification.project.manager,
        )
        waiting += [(section, member) for member in validators]
    return waiting


def _approve(section: Section, member: Membership) -> None:
    read = current(section).fingerprint
    decide(section=section, member=member, verdict=Verdict.APPROVED, reason="", read=read)


def _wait_for_calm() -> None:
    """Until the workers have nothing left to prepare."""
    deadline = time.monotonic() + CALM_SECONDS
    quiet = 0
    while quiet < 10 and time.monotonic() < deadline:
        busy = RenderedPart.objects.filter(state__in=[PartState.WAITING, PartState.RENDERING]).exists()
        quiet = 0 if busy else quiet + 1
        time.sleep(0.3)
