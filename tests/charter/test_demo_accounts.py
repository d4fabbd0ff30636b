"""The demo’s accounts."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import User
from tests.charter.project_files import demo_data, load

pytestmark = pytest.mark.django_db


def told(*args: str) -> str:
    output = StringIO()
    call_command("demo_accounts", *args, stdout=output)
    return output.getvalue()


def test_one_account_per_role_can_sign_in() -> None:
    load(demo_data())

    lines = told().splitlines()

    assert [line.split("  ")[0] for line in lines] == [
        "Chef de projet",
        "Sponsor",
        "Responsable de service",
        "Comité de pilotage",
        "Contributeur",
        "Lecteur",
    ]
    emails = [line.split()[-2] for line in lines]
    assert len(set(emails)) == 6, "another person for each role"
    for email in emails:
        assert User.objects.get(email=email).check_password("demonstration-crm")
        assert EmailAddress.objects.filter(email=email, verified=True, primary=True).exists()


def test_running_it_again_changes_nothing() -> None:
    load(demo_data())
    first = told()
    passwords = set(User.objects.values_list("password", flat=True))

    assert told() == first
    assert set(User.objects.values_list("password", flat=True)) == passwords


def test_a_password_that_somebody_chose_is_kept() -> None:
    project = load(demo_data())
    project.manager.set_password("choisi-par-moi")
    project.manager.save()

    assert "mot de passe changé" in told().splitlines()[0]
    assert User.objects.get(pk=project.manager.pk).check_password("choisi-par-moi")


def test_production_has_no_demo_accounts(settings: Settings) -> None:
    load(demo_data())
    settings.DEMO = settings.DEVELOPMENT = False

    with pytest.raises(CommandError, match="qu’en démonstration"):
        told()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_an_unknown_project_is_refused() -> None:
    with pytest.raises(CommandError, match="Aucun projet"):
        told("absent")
