"""What changed: between two revisions of a section, between two editions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from charter.access import Permission, ProjectRequest, project_view
from charter.views.pages import REFUSED, project_page
from crmproject.toolkit.http import whole_number
from crmproject.toolkit.templatetags.french import long_date, long_datetime
from requirements.diffs import SectionDiff, compare
from requirements.diffs.editions import (
    IN_ALL,
    IN_SECTION,
    ComparedSection,
    EditionDiff,
    compare_editions,
    compare_with_draft,
)
from requirements.diffs.model import SHOWN
from requirements.models import Approval, Edition, EditionSection, Revision, Section, Submission
from requirements.outline import outline
from requirements.together import NOTE_ASKED
from requirements.views.workspace import document_asked, find_section, opened

NOW, DRAFT = "actuel", "brouillon"
FINGERPRINT = 12
# How many revisions a picker offers: the latest.
OFFERED = 200
ONLY = "changements"


@dataclass(frozen=True)
class Choice:
    """A version that a picker offers."""

    value: str
    label: str


@require_safe
@project_view(Permission.VIEW)
def section_compare(request: ProjectRequest, pk: int) -> HttpResponseBase:
    """What changed between two revisions of a section, or since one of them."""
    section = _section(request, pk)
    choices = revision_choices(section)
    names = [one.value for one in choices]
    since, until = request.GET.get("de", ""), request.GET.get("a") or (names[0] if names else NOW)
    if not since and len(names) > 1:
        since = next((name for name in names if name not in (NOW, until)), names[-1])
    context: dict[str, Any] = {"section": section, "choices": choices, "since": since, "until": until}
    tab = section.specification.page
    if not since:
        return _page(request, "requirements/diffs/section.html", context, tab=tab)
    if problem := _unreadable(since, until):
        return _page(
            request,
            "requirements/diffs/section.html",
            {**context, "problem": problem},
            tab=tab,
            status=REFUSED,
        )
    before, after = (_content(request, section, name) for name in (since, until))
    url = reverse("section_compare", args=[request.project.slug, section.pk])
    diff = compare(before, after)
    pages = max(1, -(-diff.tally.total // SHOWN))
    page = max(1, min(pages, whole_number(request.GET.get("page", "")) or 1))
    context |= {
        "diff": diff.limited(first=(page - 1) * SHOWN, only_changes=_only(request)),
        "page": page,
        "pages_url": _address(url, since, until, only=_only(request)),
        **_ways(request, url, since, until),
    }
    return _page(request, "requirements/diffs/section.html", context, tab=tab)


@require_safe
@project_view(Permission.VIEW)
def edition_compare(request: ProjectRequest) -> HttpResponseBase:
    """What changed between two editions, or between an edition and the draft."""
    document = document_asked(request)
    editions = list(document.editions.select_related("specification__project"))
    choices = [Choice(DRAFT, "Brouillon actuel")]
    choices += [Choice(str(one.number), f"{one}, {long_date(one.created_at)}") for one in editions]
    since, until = request.GET.get("de", ""), request.GET.get("a", "")
    if not since and editions:
        since = str(editions[min(1, len(editions) - 1)].number)
    until = until or (str(editions[0].number) if len(editions) > 1 else DRAFT)
    asked = NOTE_ASKED if document.is_framing_note else ""
    context: dict[str, Any] = {
        "choices": choices,
        "since": since,
        "until": until,
        "document": document,
        "asked": asked,
    }
    if not since:
        return _page(request, "requirements/diffs/editions.html", context, tab="editions")
    if problem := _unknown_edition(since, until):
        context["problem"] = problem
        return _page(request, "requirements/diffs/editions.html", context, tab="editions", status=REFUSED)
    by_number = {str(one.number): one for one in editions}
    diff = _between(request, by_number, since, until)
    url = reverse("edition_compare", args=[request.project.slug])
    url += f"?document={asked}" if asked else ""
    context |= {
        "diff": diff,
        "sections": _shown_sections(request, diff),
        "since_label": str(by_number[since]),
        "until_label": "brouillon actuel" if until == DRAFT else str(by_number[until]),
        **_ways(request, url, since, until),
    }
    return _page(request, "requirements/diffs/editions.html", context, tab="editions")


def _section(request: ProjectRequest, pk: int) -> Section:
    """A section of the plan, or one that was retired: editions still hold it."""
    try:
        return find_section(request, pk)
    except Http404:
        return find_section(request, pk, retired=True)


def revision_choices(section: Section) -> list[Choice]:
    """The present content, then the revisions that were kept, the latest first, each named by what happened to it."""
    kept = section.revisions.values_list("pk", "fingerprint", "created_at")[:OFFERED]
    events = _events(section)
    now = [] if section.is_deleted else [Choice(NOW, "Contenu actuel")]
    return now + [
        Choice(fingerprint[:FINGERPRINT], _named(fingerprint, created_at, events.get(pk, [])))
        for pk, fingerprint, created_at in kept
    ]


def _named(fingerprint: str, created_at: datetime, events: list[str]) -> str:
    what = f", {', '.join(dict.fromkeys(events))}" if events else ""
    return f"{long_datetime(created_at)}{what} ({fingerprint[:FINGERPRINT]})"


def _events(section: Section) -> dict[int, list[str]]:
    """What happened to each revision: submitted, approved by somebody, frozen in an edition."""
    found: dict[int, list[str]] = {}
    submitted = Submission.objects.filter(section=section).values_list("revision_id", flat=True)
    for revision in submitted:
        found.setdefault(revision, []).append("soumise")
    approved = Approval.objects.filter(submission__section=section, verdict="approved", withdrawn_at=None)
    for revision, name in approved.values_list("submission__revision_id", "name"):
        found.setdefault(revision, []).append(f"approuvée par {name}")
    frozen = EditionSection.objects.filter(revision__section=section).order_by("edition__number")
    for revision, number in frozen.values_list("revision_id", "edition__number"):
        found.setdefault(revision, []).append(f"édition {number}")
    return found


def _content(request: ProjectRequest, section: Section, name: str) -> dict[str, Any]:
    """The content of this name: the present one, or that of a revision of the section; 404 for any other."""
    if name == NOW:
        return dict(opened(request, section.pk)[1].content)
    found = Revision.objects.filter(section=section, fingerprint__startswith=name).first()
    if found is None:
        raise Http404("Cette révision n’existe pas.")
    content: dict[str, Any] = found.content
    return content


def _unreadable(*names: str) -> str:
    """Why one of these names can’t be that of a revision; nothing when both can."""
    for name in names:
        digits = set(name) <= set("0123456789abcdef")
        if name != NOW and not (digits and FINGERPRINT <= len(name) <= 64):
            return f"«\u00a0{name[:40]}\u00a0» n’est pas une empreinte\u00a0: choisissez deux versions dans les listes."
    return ""


def _unknown_edition(since: str, until: str) -> str:
    if since == DRAFT:
        return "La comparaison part d’une édition publiée\u00a0: choisissez-la à gauche."
    for name in (since, until):
        if name != DRAFT and whole_number(name) is None:
            return f"«\u00a0{name[:40]}\u00a0» n’est pas un numéro d’édition\u00a0: choisissez-le dans les listes."
    return ""


def _between(request: ProjectRequest, editions: dict[str, Edition], since: str, until: str) -> EditionDiff:
    if since not in editions or (until != DRAFT and until not in editions):
        raise Http404("Cette édition n’existe pas.")
    if until == DRAFT:
        return compare_with_draft(editions[since], outline(editions[since].specification))
    return compare_editions(editions[since], editions[until])


def _shown_sections(
    request: ProjectRequest, diff: EditionDiff
) -> list[tuple[ComparedSection, SectionDiff | None]]:
    """Each section with what the page shows of its changes; the rest is on the section’s own page."""
    shown: list[tuple[ComparedSection, SectionDiff | None]] = []
    left = IN_ALL
    for one in diff.sections:
        if one.diff is None:
            shown.append((one, None))
            continue
        limit = min(IN_SECTION, left)
        left -= min(limit, one.diff.tally.total)
        url = _address_of(request, one)
        shown.append((one, one.diff.limited(limit=limit, only_changes=_only(request), more_url=url)))
    return shown


def _address_of(request: ProjectRequest, one: ComparedSection) -> str:
    """Where all changes of a section are read; nothing for one that stands on one side alone."""
    if one.before is None or one.after is None:
        return ""
    url = reverse("section_compare", args=[request.project.slug, one.after.section_id])
    until = one.after.fingerprint[:FINGERPRINT] if one.after.revision_id else NOW
    return _address(url, one.before.fingerprint[:FINGERPRINT], until, only=_only(request))


def _only(request: HttpRequest) -> bool:
    return request.GET.get("vue") == ONLY


def _address(url: str, since: str, until: str, *, only: bool) -> str:
    query = {"de": since, "a": until, **({"vue": ONLY} if only else {})}
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _ways(request: HttpRequest, url: str, since: str, until: str) -> dict[str, Any]:
    """The same comparison with its unchanged rows, and without."""
    return {
        "only": _only(request),
        "all_url": _address(url, since, until, only=False),
        "only_url": _address(url, since, until, only=True),
    }


def _page(
    request: ProjectRequest,
    template: str,
    context: dict[str, Any],
    *,
    tab: str,
    status: int = 200,
) -> HttpResponse:
    return project_page(request, template, context, tab=tab, status=status)
