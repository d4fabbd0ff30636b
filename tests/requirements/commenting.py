"""What the tests of comments share."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Notification, User
from charter.models import Membership, Project
from requirements.models import Comment, Section

HTMX = {"HX-Request": "true"}


def url(name: str, section: Section, *args: Any) -> str:
    """An address of this section."""
    return reverse(name, args=[section.specification.project.slug, section.pk, *args])


def say(client: Client, section: Section, text: str = "Précisez le volume.", **more: Any) -> Comment:
    """Comment through the page."""
    answer = client.post(url("comment_add", section), {"text": text, **more})
    assert answer.status_code == 302, answer.context["comment_form"].errors
    found: Comment | None = Comment.objects.order_by("pk").last()
    assert found is not None
    return found


def pane(client: Client, section: Section, query: str = "") -> str:
    """The section’s page, its comments beside it."""
    return client.get(f"{section.get_absolute_url()}?volet=commentaires{query}").content.decode()


def told(user: User, prefix: str = "") -> list[str]:
    """What this person was told of, by the beginning of its key."""
    return [one.text for one in Notification.objects.filter(user=user, key__startswith=prefix)]


def member(project: Project, persona: str) -> Membership:
    """The place of a persona in the project."""
    return Membership.objects.get(project=project, user__email=f"{persona}@exemple.fr")
