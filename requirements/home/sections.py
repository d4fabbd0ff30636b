"""What the specification brings to a project’s home."""

from django.urls import reverse

from charter.access import Access, Permission
from charter.homepanel import Awaiting, Beginning, Panel, awaits, begins, panel, starts
from charter.models import Project
from requirements.actions.sections import start_framing_note, start_specification
from requirements.delegations import active_delegations, open_seats
from requirements.gathered import project_outline
from requirements.home.meetings import asking
from requirements.models import Edition, Requirement
from requirements.models.needs import RequirementStatus
from requirements.outline import Node
from requirements.states import State


@starts
def give_its_documents(project: Project) -> None:
    start_specification(project)
    start_framing_note(project)


def _progress(project: Project, access: Access) -> dict[str, object]:
    found = access.gathering.derived(project_outline)
    counts = (
        [
            {
                "state": state.value,
                "label": state.label,
                "count": sum(node.state == state for node in found.nodes),
            }
            for state in State
            if state != State.HEADING
        ]
        if found
        else []
    )
    return {"outline": found, "counts": counts}


panel(Panel("specification", "requirements/sections/_home_panel.html", _progress, order=10))


@begins
def writing(project: Project, access: Access) -> list[Beginning]:
    """For whom writes the specification."""
    if not access.allows(Permission.DRAFT):
        return []
    return [
        Beginning(
            "Ouvrir le cahier des charges",
            "Le plan du cahier des charges est prêt\u00a0; chaque section a son guide de rédaction.",
            reverse("specification", args=[project.slug]),
            "journal-text",
            order=30,
        )
    ]


@awaits
def sections_that_await(project: Project, access: Access) -> list[Awaiting]:
    """Sections to validate for a validator; sections to mend or to submit again for the manager."""
    found = access.gathering.derived(project_outline)
    if found is None:
        return []
    items = []
    drafts = [node for node in found.nodes if node.state == State.DRAFT]
    if drafts and access.allows(Permission.SUBMIT):
        count = "Une section en brouillon" if len(drafts) == 1 else f"{len(drafts)} sections en brouillon"
        url = reverse("specification", args=[project.slug])
        items.append(Awaiting(f"{count} à rédiger, puis à soumettre", url, "pencil"))
    delegations = access.gathering.once(active_delegations)
    for node in found.nodes:
        url = node.section.get_absolute_url()
        label = f"{node.number} {node.section.title}"
        for seat in open_seats(node.record, node.fingerprint, access.membership, delegations):
            place = f" au nom de {seat.member.display_name}" if seat.delegation else ""
            items.append(Awaiting(f"Valider la section «\u00a0{label}\u00a0»{place}", url, "check2-square"))
        if access.allows(Permission.SUBMIT) and (holding := _holding(node)):
            items.append(Awaiting(f"Section «\u00a0{label}\u00a0»\u00a0: {holding}", url, "question-circle"))
        if node.state == State.CHANGES_REQUESTED and access.allows(Permission.SUBMIT):
            items.append(
                Awaiting(
                    f"Reprendre la section «\u00a0{label}\u00a0»\u00a0: modifications demandées",
                    url,
                    "pencil-square",
                )
            )
        elif node.state == State.STALE and access.allows(Permission.SUBMIT):
            items.append(
                Awaiting(f"Soumettre à nouveau «\u00a0{label}\u00a0», modifiée après validation", url, "send")
            )
    return items


def _holding(node: Node) -> str:
    """What alone holds back the validation of a section that its validators approved."""
    count = len(node.record.holding(node.fingerprint)) if node.record.is_agreed(node.fingerprint) else 0
    if not count:
        return ""
    return (
        "une question ouverte retient la validation"
        if count == 1
        else f"{count} questions ouvertes retiennent la validation"
    )


@awaits
def edition_to_publish(project: Project, access: Access) -> list[Awaiting]:
    """A validated content that no edition holds yet, for who publishes."""
    found = access.gathering.derived(project_outline)
    if found is None or not found.is_validated or not access.allows(Permission.PUBLISH):
        return []
    latest = found.specification.editions.first()
    frozen = set(latest.entries.values_list("revision__fingerprint", flat=True)) if latest else set()
    if frozen == {node.fingerprint for node in found.nodes}:
        return []
    url = reverse("edition_new", args=[project.slug])
    return [
        Awaiting("Toutes les sections sont validées\u00a0: publier une édition", url, "file-earmark-plus")
    ]


@awaits
def editions_that_await(project: Project, access: Access) -> list[Awaiting]:
    """The latest edition, for a member of the committee who has not decided on it."""
    if access.membership is None or not access.allows(Permission.DECIDE):
        return []
    latest = Edition.objects.of_specification(project).first()
    if latest is None or latest.decisions.filter(member=access.membership).exists():
        return []
    if any(meeting.edition_id == latest.pk for meeting in asking(project.pk)):
        return []  # a meeting asks for it, with its day
    url = reverse("edition", args=[project.slug, latest.number])
    return [Awaiting(f"{latest} à examiner\u00a0: {latest.title}", url, "file-earmark-check")]


@awaits
def proposals_that_await(project: Project, access: Access) -> list[Awaiting]:
    """Requirements that contributors proposed, for who decides on them."""
    if not access.allows(Permission.DRAFT):
        return []
    waiting = Requirement.objects.live().filter(project=project, status=RequirementStatus.PROPOSED).count()
    if not waiting:
        return []
    url = reverse("requirements", args=[project.slug]) + f"?statut={RequirementStatus.PROPOSED.value}"
    plural = "s" if waiting > 1 else ""
    return [Awaiting(f"Examiner {waiting} exigence{plural} proposée{plural}", url, "card-checklist")]
