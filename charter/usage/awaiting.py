"""What the usage charter awaits of each person."""

from django.urls import reverse

from charter.access import Access, Permission
from charter.homepanel import Awaiting, awaits
from charter.models import Project, UsageProposal, UsageRequest
from charter.models.usage import ProposalState
from charter.usage.reading import own_invitation, sits
from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.templatetags.french import long_date


@awaits
def charter_to_sign(project: Project, access: Access) -> list[Awaiting]:
    """One’s own signature."""
    invitation = own_invitation(project, access)
    if invitation is None or not invitation.is_pending:
        return []
    due = long_date(invitation.campaign.due)
    url = reverse("usage_mine", args=[project.slug])
    return [Awaiting(f"Signer la charte d’usage avant le {due}", url, "vector-pen")]


@awaits
def proposals_to_answer(project: Project, access: Access) -> list[Awaiting]:
    """For the manager: what members propose."""
    if not access.allows(Permission.EDIT_CHARTER):
        return []
    waiting = UsageProposal.objects.filter(article__project=project, state=ProposalState.OPEN).count()
    if not waiting:
        return []
    text = f"Répondre à {counted(waiting, 'proposition', 'propositions')} sur la charte d’usage"
    return [Awaiting(text, reverse("usage_proposals", args=[project.slug]), "chat-left-text")]


@awaits
def requests_to_answer(project: Project, access: Access) -> list[Awaiting]:
    """For those who sit in the committee: what is addressed to it."""
    if not sits(access):
        return []
    waiting = UsageRequest.objects.open().filter(project=project).count()
    if not waiting:
        return []
    text = f"Répondre à {counted(waiting, 'message', 'messages')} au comité de la charte"
    return [Awaiting(text, reverse("usage_committee", args=[project.slug]), "inbox")]
