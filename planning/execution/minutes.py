"""What the minutes of a governance meeting say, as those of workshops and of the committee are said."""

from django.utils import timezone

from crmproject.toolkit.richtext import plain_lines
from crmproject.toolkit.templatetags.french import NBSP, long_date
from planning.models import GovernanceItem, GovernanceMeeting
from requirements.minutes import Fact, Minutes, Part

KIND = "Compte rendu de réunion de gouvernance"


def governance_minutes(meeting: GovernanceMeeting) -> Minutes:
    """The minutes of this meeting as they stand now; what was done since is none of them."""
    project, present = meeting.project, [one.display_name for one in meeting.present.select_related("user")]
    items = list(GovernanceItem.objects.live().filter(meeting=meeting).select_related("owner__user"))
    parts = [
        Part("Compte rendu", text=plain_lines(meeting.text)),
        Part("Décisions", points=[_said(one) for one in items if not one.is_action]),
        Part("Actions", points=[_said(one) for one in items if one.is_action]),
    ]
    return Minutes(
        kind=KIND,
        title=meeting.body.title,
        organisation=project.organisation,
        project=project.name,
        dated=meeting.held_on,
        drawn_up=timezone.now(),
        author="",
        facts=[Fact("Présents", ", ".join(present))] if present else [],
        parts=[one for one in parts if not one.is_empty],
    )


def in_words(minutes: Minutes) -> str:
    """Minutes as the text of a message."""
    blocks = [f"{fact.label}{NBSP}: {fact.text}" for fact in minutes.facts]
    for part in minutes.parts:
        blocks.append("\n".join(filter(None, [part.title, part.text, *(f"– {one}" for one in part.points)])))
    return "\n\n".join(blocks)


def _said(item: GovernanceItem) -> str:
    about = [
        item.owner.display_name if item.owner else "",
        f"pour le {long_date(item.due)}" if item.due else "",
    ]
    said = ", ".join(filter(None, about))
    return f"{item.text} ({said})" if said else item.text
