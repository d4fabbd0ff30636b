"""What happened to a section: texts, submissions, decisions and the rest, as one list."""

from typing import Any

from django.apps import apps

from accounts.models import User
from crmproject.toolkit.richtext import plain_text
from crmproject.toolkit.templatetags.french import long_date
from requirements.agreed import SHOWN, Entry, decisions, minor_changes, peer_reviews
from requirements.models import Section, Submission


def history_of(section: Section) -> list[Entry]:
    """The latest things that happened to this section, the newest first."""
    entries = [
        *_texts(section),
        *_submissions(section),
        *decisions(section),
        *minor_changes(section),
        *peer_reviews(section),
    ]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)[:SHOWN]


def former_text(section: Section, event: int) -> str | None:
    """The text that the section had at this event, or None when the event isn’t one of the section’s."""
    found = _events(section).filter(pgh_id=event).values_list("text", flat=True).first()
    return None if found is None else str(found)


def _events(section: Section) -> Any:
    return apps.get_model("requirements", "SectionEvent").objects.filter(pgh_obj_id=section.pk)


def _texts(section: Section) -> list[Entry]:
    events = list(_events(section).select_related("pgh_context").order_by("-pgh_id")[: SHOWN + 1])
    people = _people({_user_id(event) for event in events})
    entries = []
    for index, event in enumerate(events):
        before = events[index + 1] if index + 1 < len(events) else None
        what = _what_changed(before, event)
        if not what:
            continue
        entries.append(
            Entry(
                when=event.pgh_created_at,
                who=people.get(_user_id(event), "Le système"),
                what=what,
                icon="pencil",
                detail=_excerpt(event.text) if what.startswith("a modifié le texte") else "",
                event=event.pgh_id if event.text != section.text else None,
            )
        )
    return entries


def _what_changed(before: Any, after: Any) -> str:
    if before is None:
        return "a créé la section" if after.pgh_label == "insert" else ""
    if before.text != after.text:
        return "a modifié le texte"
    if before.title != after.title:
        return f"a renommé la section «\u00a0{after.title}\u00a0»"
    if before.blocks != after.blocks:
        return "a changé les données affichées"
    if (before.deleted_at is None) != (after.deleted_at is None):
        return "a rétabli la section" if after.deleted_at is None else "a retiré la section"
    return ""


def _submissions(section: Section) -> list[Entry]:
    rows = Submission.objects.filter(section=section).select_related("submitted_by", "revision")[:SHOWN]
    return [
        Entry(
            when=row.submitted_at,
            who=str(row.submitted_by),
            what=f"a soumis la section (empreinte {row.revision.short_fingerprint})",
            icon="send",
            tone="info",
            detail=_asked(row),
        )
        for row in rows.defer("revision__content")
    ]


def _asked(row: Submission) -> str:
    due = f"Réponse attendue le {long_date(row.due)}." if row.due else ""
    return "\n".join(filter(None, [row.note, due]))


def _user_id(event: Any) -> int | None:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    user = metadata.get("user")
    return int(user) if user else None


def _people(ids: set[int | None]) -> dict[int | None, str]:
    return {
        user.pk: str(user) for user in User.objects.filter(pk__in=[one for one in ids if one is not None])
    }


def _excerpt(html: str, length: int = 160) -> str:
    text = plain_text(html)
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + "…"
