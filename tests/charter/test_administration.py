"""The administration shows rows and writes none, and has no sign-in of its own."""

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from charter.models import Project
from crmproject.toolkit.rows import Row
from tests.factories import UserFactory
from tests.personas import ClientFor
from tests.raci.factories import ActivityFactory

ROWS = sorted(
    (model for model in admin.site._registry if issubclass(model, Row)), key=lambda one: one.__name__
)


@pytest.mark.django_db
@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_no_row_is_written_in_the_administration(model: type[Row], rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = UserFactory(is_staff=True, is_superuser=True)
    shown = admin.site._registry[model]
    assert not shown.has_add_permission(request)
    assert not shown.has_change_permission(request)
    assert not shown.has_delete_permission(request)
    assert not [
        inline for inline in shown.inlines if inline(model, admin.site).has_change_permission(request)
    ]


def test_a_row_and_what_hangs_on_it_are_shown(project: Project, client_for: ClientFor) -> None:
    activity = ActivityFactory(project=project)
    administrator: User = UserFactory(is_staff=True, is_superuser=True)
    page = client_for(administrator).get(reverse("admin:raci_activity_change", args=[activity.pk]))
    assert page.status_code == 200


@pytest.mark.django_db
def test_the_administration_signs_nobody_in_by_itself(client: Client) -> None:
    answer = client.post(reverse("admin:login"), {"username": "chef@exemple.fr", "password": "essai"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_an_administrator_of_the_site_is_a_stranger_to_projects(
    project: Project, client_for: ClientFor
) -> None:
    administrator: User = UserFactory(is_staff=True, is_superuser=True)
    page = client_for(administrator).get(reverse("project_home", args=[project.slug]))
    assert page.status_code == 404
