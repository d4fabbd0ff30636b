"""Telling people that a validation fell.

A state is deduced, never stored, so no write can announce that it changed: the content may change by any path. A
watch compares, project by project, what was agreed with what stands, once the content has rested.
"""

from accounts.models import Kind
from accounts.notify import Notice, notify
from charter.models import Project
from requirements.digest import rests
from requirements.models import Approval, Specification
from requirements.models.validation import Verdict
from requirements.outline import Node, outline
from requirements.states import State


def watch() -> int:
    """Look at each project whose content rests since the last look; returns how many were compared.

    Where the cache is away the comparison waits; a validation that fell is shown on the pages all the same.
    """
    compared = 0
    approved = Approval.objects.filter(verdict=Verdict.APPROVED, withdrawn_at=None)
    ids = approved.values("submission__section__specification__project")
    for project in Project.objects.live().filter(pk__in=ids).select_related("manager"):
        if rests("falls", project.pk):
            tell_falls(project)
            compared += 1
    return compared


def tell_falls(project: Project) -> None:
    """Tell the manager and the validators of each section whose agreed content changed, once per agreement."""
    for document in Specification.objects.select_related("project").filter(project=project):
        for node in outline(document).nodes:
            if node.state == State.STALE:
                _tell(project, node)


def _tell(project: Project, node: Node) -> None:
    agreed = [one for one in node.record.decisions if node.record.is_agreed(one.fingerprint)]
    notice = Notice(
        key=f"fell:{node.section.pk}:{agreed[-1].pk}",
        kind=Kind.REOPENED,
        text=(
            f"La section «\u00a0{node.number} {node.section.title}\u00a0» a changé après sa validation\u00a0: "
            "elle est à valider de nouveau."
        ),
        url=node.section.get_absolute_url(),
        about=project.name,
    )
    notify([project.manager, *(one.member.user for one in node.record.validators)], notice)
