"""Whatever is sent, the site answers in words: no address breaks down."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from accounts.models import User
from charter import homepanel, register
from charter.models import Project
from charter.permissions_page import addresses
from tests.addresses import ADDRESSES
from tests.personas import ClientFor
from tests.visits import Visit

NAMES = sorted(one.name for one in addresses() if one.permissions)
LISTS = [one.slug for one in register.all_registers()]
NUL = "a\x00b"
# More digits than Python agrees to read as a number.
DIGITS = "9" * 5000
GARBAGE: dict[str, str] = {
    "nothing": "",
    "nul": NUL,
    "huge": "1000000000000",
    "digits": DIGITS,
    "not_a_number": "NaN",
    "control": "\x0b\x1f\ufffe",
    "last_day": "9999-12-31",
}
LONG = {"long": "é" * 20_000, "nested": "<b>" * 4000 + "<!--<svg><p>"}
# What views read beside their forms.
ASKED = (
    "page", "volet", "service", "section", "parent", "retour", "supprime", "courante", "q", "objectif", "key", "suite",
    "de", "a", "vue", "mois",
    "pour", "atelier", "question", "etiquette", "regroupement", "tri", "personne", "fait", "answer", "cluster",
)  # fmt: skip
POSTED = (
    "ids", "row", "direction", "version", "sens", "read", "verdict", "section", "to", "take_from", "letters",
    "member", "present", "sections", "done", "pour", "atelier", "due", "password", "answer", "cluster",
    "do", "tag", "new_tag", "new_cluster", "name",
)  # fmt: skip


@pytest.fixture
def manager(project: Project, personas: dict[str, User], client_for: ClientFor) -> Client:
    homepanel.start_project(project)
    return client_for("manager")


def forms_of(answer: Any) -> Iterator[BaseForm]:
    """The forms of the page that this answer shows."""
    seen: list[BaseForm] = []
    for context in answer.context or []:
        for values in getattr(context, "dicts", [context]):
            for value in values.values():
                if isinstance(value, BaseForm) and value not in seen:
                    seen.append(value)
    return iter(seen)


def filled_in(form: BaseForm) -> dict[str, Any]:
    """What a browser would post for this form, left as it came."""
    found: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, (list, tuple)):
            found[form.add_prefix(name)] = [str(getattr(one, "pk", one)) for one in value]
        elif value is not None and not isinstance(value, FieldFile):
            found[form.add_prefix(name)] = str(getattr(value, "pk", value))
    return found


def breakdown(client: Client, method: str, url: str, data: dict[str, Any], label: str) -> list[str]:
    """How this request breaks down; empty when it is answered. Nothing that it writes stays."""
    try:
        with transaction.atomic():
            answer = (
                client.generic(method, url)
                if method == "HEAD"
                else getattr(client, method.lower())(url, data)
            )
            if answer.streaming:
                list(answer)
            transaction.set_rollback(True)
    except Exception as error:  # whatever it is, the site would have answered 500
        return [f"{method} {url} {label} : {type(error).__name__} {str(error)[:200]!r}"]
    return [f"{method} {url} {label} : {answer.status_code}"] if answer.status_code >= 500 else []


def url_of(name: str, project: Project, visit: Visit) -> str:
    return reverse(name, kwargs={"slug": project.slug, **visit.kwargs})


def page_of(client: Client, url: str) -> Any:
    answer = client.get(url)
    if answer.streaming:
        # Read to its end, which closes the file.
        list(answer)
    return answer


@pytest.mark.parametrize("name", NAMES)
def test_no_garbage_breaks_an_address(name: str, project: Project, manager: Client) -> None:
    visit = ADDRESSES[name](project)
    url = reverse(name, kwargs={"slug": project.slug, **visit.kwargs})
    shown = {form.add_prefix(field) for form in forms_of(page_of(manager, url)) for field in form.fields}
    names = {*visit.data, *POSTED, *shown}
    found = []
    for kind, garbage in GARBAGE.items():
        found += breakdown(manager, "POST", url, dict.fromkeys(names, garbage), kind)
    for kind in ("nul", "digits"):
        found += breakdown(manager, "GET", url, dict.fromkeys(ASKED, GARBAGE[kind]), kind)
    assert not found


@pytest.mark.parametrize("name", NAMES)
def test_no_single_wrong_field_breaks_a_form(name: str, project: Project, manager: Client) -> None:
    visit = ADDRESSES[name](project)
    url = reverse(name, kwargs={"slug": project.slug, **visit.kwargs})
    forms = list(forms_of(page_of(manager, url)))
    base: dict[str, Any] = dict(visit.data)
    for form in forms:
        base |= filled_in(form)
    found = []
    for field in (form.add_prefix(field) for form in forms for field in form.fields):
        for kind in ("nul", "digits"):
            found += breakdown(manager, "POST", url, {**base, field: GARBAGE[kind]}, f"{field} {kind}")
    assert not found


@pytest.mark.parametrize("slug", LISTS)
def test_no_garbage_breaks_a_list(slug: str, project: Project, manager: Client) -> None:
    url = reverse("register_add", kwargs={"slug": project.slug, "register": slug})
    form = next(forms_of(manager.get(url)))
    choices = {
        name: str(next((value for value, _ in field.choices if value), ""))
        for name, field in form.fields.items()
        if hasattr(field, "choices")
    }
    found = []
    for kind, garbage in GARBAGE.items():
        data = {**dict.fromkeys(form.fields, garbage), **choices}
        found += breakdown(manager, "POST", url, data, kind)
    assert not found


@pytest.mark.parametrize("name", ["section_text", "requirement_add", "comment_add", "project_settings"])
def test_no_text_is_too_long_or_too_deep(name: str, project: Project, manager: Client) -> None:
    visit = ADDRESSES[name](project)
    url = reverse(name, kwargs={"slug": project.slug, **visit.kwargs})
    found = []
    for kind, text in LONG.items():
        data = {"version": "1", **dict.fromkeys(("text", "title", "name", "activity"), text)}
        found += breakdown(manager, "POST", url, data, kind)
    assert not found
