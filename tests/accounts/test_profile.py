import pytest
from django.urls import reverse

from accounts.models import User
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


def test_the_profile_leads_to_password_and_second_factor(client_for: ClientFor) -> None:
    page = client_for("reader").get(reverse("profile")).content.decode()
    assert "reader@exemple.fr" in page
    assert reverse("account_change_password") in page
    assert reverse("mfa_index") in page


def test_one_renames_oneself(personas: dict[str, User], client_for: ClientFor) -> None:
    client_for("reader").post(reverse("profile"), {"name": "Rémi Lecteur"})
    personas["reader"].refresh_from_db()
    assert str(personas["reader"]) == "Rémi Lecteur"


def test_a_name_too_long_is_refused(client_for: ClientFor) -> None:
    assert client_for("reader").post(reverse("profile"), {"name": "x" * 121}).status_code == 422


def test_the_administration_shows_people_and_projects(
    project: object, personas: dict[str, User], client_for: ClientFor
) -> None:
    User.objects.filter(pk=personas["manager"].pk).update(is_staff=True, is_superuser=True)
    client = client_for("manager")
    for name in (
        "accounts_user",
        "accounts_notification",
        "charter_project",
        "charter_membership",
        "charter_risk",
    ):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert client.get(reverse("admin:charter_project_add")).status_code == 403
    assert client_for("reader").get(reverse("admin:index")).status_code == 302
