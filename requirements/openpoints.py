"""What the specification leaves open: threads that nobody settled, actions of workshops that are late."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from charter.models import Project
from charter.openpoints import OpenPoint, leaves_open
from crmproject.toolkit.text import shortened
from requirements.models import Comment, CommentKind, WorkshopAction

QUESTIONS = "Questions ouvertes"
REMARKS = "Autres commentaires à traiter"
LATE_ACTIONS = "Actions d’ateliers en retard"
SHOWN = 200


@leaves_open
def open_threads(project: Project) -> Iterator[OpenPoint]:
    """Questions first: they hold back validation."""
    threads = Comment.objects.unresolved().filter(
        section__specification__project=project, section__deleted_at=None
    )
    threads = threads.select_related("author", "section").order_by("created_at", "pk")
    found = sorted(threads, key=lambda one: one.kind != CommentKind.QUESTION)
    for thread in found:
        url = reverse("section", args=[project.slug, thread.section_id])
        yield OpenPoint(
            kind=QUESTIONS if thread.kind == CommentKind.QUESTION else REMARKS,
            text=f"{thread.section.title}\u00a0: {shortened(thread.text, SHOWN)}",
            url=f"{url}?volet=commentaires",
            who=str(thread.author),
        )


@leaves_open
def late_actions(project: Project) -> Iterator[OpenPoint]:
    """Actions promised in a workshop, not done, whose day is past."""
    late = WorkshopAction.objects.filter(
        workshop__project=project,
        workshop__deleted_at=None,
        deleted_at=None,
        done_at=None,
        due__lt=timezone.localdate(),
    )
    for action in late.select_related("workshop", "owner__user").order_by("due", "pk"):
        yield OpenPoint(
            kind=LATE_ACTIONS,
            text=f"{action.text} ({action.workshop.title})",
            url=reverse("workshop", args=[project.slug, action.workshop_id]),
            who=str(action.owner.user),
            due=action.due,
        )
