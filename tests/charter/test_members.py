import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from charter.actions.projects import hand_over
from charter.models import Membership, Project
from crmproject.toolkit.rows import StaleWriteError
from requirements.models import Validator
from tests.factories import RiskFactory, SectionFactory, SpecificationFactory, UserFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for("manager")


def place_of(project: Project, user: User) -> Membership:
    return Membership.objects.get(project=project, user=user)


def invite(client: Client, project: Project, email: str, **data: object) -> int:
    values = {"email": email, "title": "Responsable marketing", "roles": ["head"], **data}
    return client.post(reverse("member_invite", args=[project.slug]), values).status_code


# --- invitation -------------------------------------------------------------------------------------------


def test_an_invitation_opens_an_account_and_sends_a_link(
    project: Project, manager: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(manager, project, "Nouvelle@Exemple.fr") == 302
    user = User.objects.get(email="nouvelle@exemple.fr")
    assert not user.has_usable_password()
    assert place_of(project, user).roles == ["head"]
    assert place_of(project, user).invited_at is not None
    [message] = mail.outbox
    assert message.to == ["nouvelle@exemple.fr"]
    assert project.name in message.subject
    assert "/compte/invitation/" in message.body
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]  # an EmailMultiAlternatives
    assert "Choisir mon nom et mon mot de passe" in html


def test_someone_with_an_account_gets_the_projects_address(
    project: Project, manager: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    UserFactory(email="deja@exemple.fr")
    with django_capture_on_commit_callbacks(execute=True):
        invite(manager, project, "deja@exemple.fr")
    assert project.get_absolute_url() in mail.outbox[0].body
    assert "/invitation/" not in mail.outbox[0].body


def test_no_mail_leaves_when_the_invitation_is_refused(project: Project, manager: Client) -> None:
    assert invite(manager, project, "pas une adresse") == 422
    assert not mail.outbox


def test_a_member_is_not_invited_twice(project: Project, personas: dict[str, User], manager: Client) -> None:
    answer = manager.post(
        reverse("member_invite", args=[project.slug]), {"email": personas["head"].email, "title": "Autre"}
    )
    assert answer.status_code == 422
    assert "déjà membre" in answer.content.decode()


def test_a_closed_account_is_not_invited(project: Project, manager: Client) -> None:
    UserFactory(email="parti@exemple.fr", is_active=False)
    assert invite(manager, project, "parti@exemple.fr") == 422


def test_a_former_member_comes_back_in_the_same_place(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    place = place_of(project, personas["reader"])
    place.put_aside(read_version=place.version)
    assert invite(manager, project, personas["reader"].email, roles=["steering"]) == 302
    place.refresh_from_db()
    assert (place.is_deleted, place.roles) == (False, ["steering"])


def test_the_manager_role_is_not_given_by_invitation(project: Project, manager: Client) -> None:
    assert invite(manager, project, "ambitieux@exemple.fr", roles=["manager"]) == 422


def test_an_invitation_is_sent_again_but_not_at_once(
    project: Project, manager: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    invite(manager, project, "lente@exemple.fr")
    place = Membership.objects.get(user__email="lente@exemple.fr")
    url = reverse("member_reinvite", args=[project.slug, place.pk])
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(url)
        manager.post(url)
    assert len(mail.outbox) == 1


def test_invitations_are_limited_by_the_hour(
    project: Project, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.invitations.INVITATIONS_PER_HOUR", 1)
    assert invite(manager, project, "une@exemple.fr") == 302
    assert invite(manager, project, "deux@exemple.fr") == 422
    assert not User.objects.filter(email="deux@exemple.fr").exists()


# --- roles and departure ----------------------------------------------------------------------------------


def test_roles_title_and_department_are_edited(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    place = place_of(project, personas["reader"])
    data = {"title": "Directrice", "roles": ["head", "steering"], "version": place.version}
    assert manager.post(reverse("member_edit", args=[project.slug, place.pk]), data).status_code == 302
    place.refresh_from_db()
    assert (place.title, place.roles, place.department) == ("Directrice", ["head", "steering"], None)


def test_a_stale_edit_of_a_member_is_refused(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    place = place_of(project, personas["reader"])
    url = reverse("member_edit", args=[project.slug, place.pk])
    manager.post(url, {"title": "Première", "roles": [], "version": 1})
    answer = manager.post(url, {"title": "Seconde", "roles": ["head"], "version": 1})
    assert answer.status_code == 409
    assert "Seconde" in answer.content.decode()
    place.refresh_from_db()
    assert place.title == "Première"


def test_a_member_leaves_and_comes_back(project: Project, personas: dict[str, User], manager: Client) -> None:
    place = place_of(project, personas["reader"])
    url = reverse("member_remove", args=[project.slug, place.pk])
    assert manager.post(url, {"version": place.version}).status_code == 302
    place.refresh_from_db()
    assert place.is_deleted
    manager.post(reverse("member_restore", args=[project.slug, place.pk]))
    place.refresh_from_db()
    assert not place.is_deleted


def test_a_member_who_still_holds_something_stays_and_it_is_named(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    place = place_of(project, personas["head"])
    risk = RiskFactory(project=project, owner=place, title="Silos")
    section = SectionFactory(specification=SpecificationFactory(project=project), title="Objectifs")
    Validator.objects.create(section=section, member=place)
    url = reverse("member_remove", args=[project.slug, place.pk])
    answer = manager.post(url, {"version": place.version})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert risk.title in page
    assert "Section «\u00a0Objectifs\u00a0»" in page
    place.refresh_from_db()
    assert not place.is_deleted


def test_the_manager_does_not_leave_without_a_successor(project: Project, manager: Client) -> None:
    place = place_of(project, project.manager)
    url = reverse("member_remove", args=[project.slug, place.pk])
    assert manager.post(url, {"version": place.version}).status_code == 422
    assert "la conduite du projet" in manager.get(url).content.decode()


# --- hand-over --------------------------------------------------------------------------------------------


def test_the_management_passes_to_another_member(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    former = project.manager
    to = place_of(project, personas["contributor"])
    url = reverse("manager_hand_over", args=[project.slug])
    assert manager.post(url, {"to": to.pk, "version": project.version}).status_code == 302
    project.refresh_from_db()
    assert project.manager == personas["contributor"]
    assert not place_of(project, former).is_deleted
    assert manager.get(reverse("project_settings", args=[project.slug])).status_code == 403


def test_the_management_passes_to_members_only(
    project: Project, personas: dict[str, User], manager: Client
) -> None:
    gone = place_of(project, personas["reader"])
    gone.put_aside(read_version=gone.version)
    url = reverse("manager_hand_over", args=[project.slug])
    assert manager.post(url, {"to": gone.pk, "version": project.version}).status_code == 422


def test_of_two_hand_overs_at_once_one_wins(project: Project, personas: dict[str, User]) -> None:
    read = project.version
    again = Project.objects.get(pk=project.pk)
    hand_over(project=project, to=place_of(project, personas["head"]), read_version=read)
    with pytest.raises(StaleWriteError):
        hand_over(project=again, to=place_of(project, personas["sponsor"]), read_version=read)
    project.refresh_from_db()
    assert project.manager == personas["head"]


def test_a_stale_hand_over_is_said(project: Project, personas: dict[str, User], manager: Client) -> None:
    read = project.version
    project.write(read_version=read, name="Autre nom")
    to = place_of(project, personas["head"])
    answer = manager.post(reverse("manager_hand_over", args=[project.slug]), {"to": to.pk, "version": read})
    assert answer.status_code == 409
    assert "Le projet a changé entre-temps" in answer.content.decode()


# --- the list ---------------------------------------------------------------------------------------------


def test_everyone_sees_who_takes_part(project: Project, client_for: ClientFor) -> None:
    page = client_for("reader").get(reverse("members", args=[project.slug])).content.decode()
    assert "Persona Responsable de service" in page
    assert "Chef de projet" in page
    assert reverse("member_invite", args=[project.slug]) not in page
