"""A usage charter for tests: published, and its campaign open."""

import datetime
import re

from django.core import mail
from django.test import Client
from django.utils import timezone

from charter.actions.usage import add_starting_set, publish
from charter.actions.usage_signing import add_people, open_campaign
from charter.models import (
    Membership,
    Project,
    UsageArticle,
    UsageCampaign,
    UsageInvitation,
    UsageSeat,
    UsageVersion,
)
from charter.usage.links import token_of
from charter.usage.reading import load_usage
from charter.usage.recipients import Person

STAFF = [
    Person("Alice Martin", "alice@exemple.fr", "Commercial"),
    Person("Bruno Petit", "bruno@exemple.fr", "Commercial"),
    Person("Chloé Roux", "chloe@exemple.fr", "Direction"),
    Person("David Noël", "david@exemple.fr", "Logistique"),
    Person("", "emma@exemple.fr", ""),
]
CODE = re.compile(r"^\d{6}$", re.MULTILINE)


def published(project: Project, note: str = "") -> UsageVersion:
    """The draft as a version, with the starting set when there is no article yet."""
    if not UsageArticle.objects.live().filter(project=project).exists():
        add_starting_set(project=project)
    state = load_usage(project.pk)
    if state.latest and state.is_published:
        return state.latest
    return publish(project=project, note=note, read=state.fingerprint, by=project.manager)


def rewritten(project: Project) -> UsageVersion:
    """Another version, in which the first article changed."""
    article = UsageArticle.objects.live().filter(project=project).first()
    assert article is not None
    number = UsageVersion.objects.filter(charter__project=project).count()
    article.write(read_version=article.version, text=f"<p>Tout autre texte, le n° {number}.</p>")
    return published(project, "Le premier article est récrit.")


def campaign_of(
    project: Project, people: list[Person] | None = None, *, members: bool = False
) -> UsageCampaign:
    """A campaign of the latest version, which is published when there is none; one that is open gets more people."""
    given = STAFF if people is None else people
    state = load_usage(project.pk)
    version = state.latest or published(project)
    if state.campaign:
        campaign = UsageCampaign.objects.select_related("version", "charter__project").get(
            pk=state.campaign.pk
        )
        add_people(campaign=campaign, people=given)
        return campaign
    return open_campaign(
        version=UsageVersion.objects.select_related("charter__project").get(pk=version.pk),
        due=timezone.localdate() + datetime.timedelta(days=10),
        message="",
        people=given,
        members=members,
        by=project.manager,
    )[0]


def invited(campaign: UsageCampaign, email: str) -> UsageInvitation:
    """What this person was asked, as the views read it."""
    rows = UsageInvitation.objects.select_related(
        "campaign__version", "campaign__charter__project", "signature"
    )
    return rows.get(campaign=campaign, email=email)


def link(invitation: UsageInvitation) -> str:
    return f"/charte-usage/{token_of(invitation.seed)}/"


def last_code(email: str) -> str:
    """The digits in the last message to this address."""
    text = next(one for one in reversed(mail.outbox) if one.to == [email] and CODE.search(str(one.body)))
    found = CODE.search(str(text.body))
    assert found
    return found.group()


def sign_as(client: Client, invitation: UsageInvitation, name: str = "Alice Martin") -> None:
    """Go through the door, ask for the code, and sign."""
    url = link(invitation)
    typed = {"name": name, "accept": "on"}
    client.post(url, {"do": "open"})
    assert client.post(url, {"do": "code", **typed}).status_code == 200
    answer = client.post(url, {"do": "sign", "code": last_code(invitation.email), **typed})
    assert answer.status_code == 302, answer.content.decode()


def seat(project: Project, email: str, code: str = "COM") -> UsageSeat:
    """Give this member the seat of a department in the committee."""
    member = Membership.objects.get(project=project, user__email=email)
    department = project.department_rows.get(code=code)
    return UsageSeat.objects.create(project=project, department=department, member=member)
