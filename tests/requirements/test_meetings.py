"""Meetings of the committee: planned, convened once, told of changes, closed once with minutes that stay."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notification, User
from accounts.reminders import obligations
from charter.access import access_of
from charter.homepanel import awaiting
from charter.models import Membership, Project
from crmproject.toolkit.refusals import RefusedError
from requirements.actions.editions import freeze_edition, record_decision
from requirements.actions.meetings import close_meeting, convene_meeting
from requirements.meeting_minutes import meeting_minutes
from requirements.models import Comment, Decision, Edition, Export, Meeting, Section, Specification
from requirements.packs import pack_of
from tests.factories import SectionFactory
from tests.personas import ClientFor

pytestmark = pytest.mark.django_db
HERE = "/projets/negoce/comite/"

type Plan = Callable[..., Meeting]


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def specification(project: Project, personas: dict[str, User]) -> Specification:
    made, _ = Specification.objects.specifications().get_or_create(project=project)
    SectionFactory(specification=made, title="Contexte", text="<p>Trois agences.</p>")
    return made


def freeze(specification: Specification) -> Edition:
    manager = specification.project.manager
    return freeze_edition(specification=specification, title="Pour le comité", note="", by=manager)


@pytest.fixture
def edition(specification: Specification) -> Edition:
    return freeze(specification)


@pytest.fixture
def plan(client_for: ClientFor, project: Project, edition: Edition) -> Plan:
    """Plan a meeting through the page, and give it back."""

    def made(**changes: Any) -> Meeting:
        data = {"title": "Avis", "held_on": day(10), "edition": edition.pk, **changes}
        answer: Any = client_for("manager").post(f"{HERE}nouvelle", data)
        assert answer.status_code == 302, answer.context["form"].errors
        planned: Meeting = Meeting.objects.filter(project=project).latest("pk")
        return planned

    return made


def steering(project: Project, personas: dict[str, User]) -> Membership:
    return Membership.objects.get(project=project, user=personas["steering"])


def closed(meeting: Meeting, *, outcome: str = "Avis rendu.", opinion: str = "favourable") -> Meeting:
    meeting.refresh_from_db()
    return close_meeting(
        meeting=meeting,
        read_version=meeting.version,
        present=list(Membership.objects.with_role("steering")),  # type: ignore[arg-type]  # the role’s value
        opinion=opinion,
        outcome=outcome,
        by=meeting.project.manager,
    )


def told(person: User, key: str) -> list[str]:
    return list(Notification.objects.filter(user=person, key__startswith=key).values_list("text", flat=True))


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(f"{HERE}{path}", data)


def test_meetings_are_numbered_in_their_order_and_a_number_is_never_used_again(plan: Plan) -> None:
    first, second = plan(), plan()
    second.put_aside(read_version=second.version)
    assert [first.number, second.number, plan().number] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"held_on": day(-3)}, "est passée"),
        ({"held_on": day(-900), "already_held": "on"}, "vérifiez l’année"),
        ({"held_on": day(900)}, "vérifiez l’année"),
        ({"held_on": day(3), "already_held": "on"}, "n’est pas à venir"),
        ({"held_on": "3 mars"}, "date"),
        ({"link": "ftp://exemple.fr/salle"}, "http"),
        ({"link": "javascript:alert(1)"}, "adresse"),
        ({"title": ""}, "obligatoire"),
    ],
)
def test_an_absurd_meeting_is_refused_in_words_and_what_was_typed_kept(
    edition: Edition, client_for: ClientFor, data: dict[str, Any], error: str
) -> None:
    sent = {
        "title": "Avis sur l’édition",
        "held_on": day(10),
        "agenda": "Budget",
        "edition": edition.pk,
        **data,
    }
    answer = post(client_for("manager"), "nouvelle", **sent)
    assert answer.status_code == 422
    page = answer.content.decode().lower()
    assert error in page
    assert "budget" in page
    assert not Meeting.objects.exists()


def test_a_meeting_already_held_is_noted_when_one_says_so(plan: Plan) -> None:
    assert plan(held_on=day(-3), already_held="on").held_on == day(-3)


def test_the_edition_of_another_project_is_no_choice(
    project: Project, client_for: ClientFor, personas: Any
) -> None:
    from tests.factories import ProjectFactory

    other = Specification.objects.create(project=ProjectFactory(slug="autre"))
    SectionFactory(specification=other)
    answer = post(client_for("manager"), "nouvelle", title="A", held_on=day(3), edition=freeze(other).pk)
    assert answer.status_code == 422


def test_a_second_writer_is_told_and_loses_nothing(plan: Plan, client_for: ClientFor) -> None:
    meeting = plan()
    Meeting.objects.get(pk=meeting.pk).write(read_version=1, title="Autre objet")
    sent = {"title": "Mon objet", "held_on": meeting.held_on, "version": 1}
    answer = post(client_for("manager"), "1/modifier", **sent)
    assert answer.status_code == 409
    assert "Mon objet" in answer.content.decode()
    assert "Autre objet" in answer.content.decode()


def test_convening_tells_committee_sponsor_and_manager_once(
    plan: Plan, client_for: ClientFor, personas: dict[str, User]
) -> None:
    meeting = plan(starts_at="14:30", link="https://visio.exemple.fr/copil")
    manager = client_for("manager")
    assert post(manager, "1/convoquer").status_code == 302
    assert post(manager, "1/convoquer").status_code == 422
    for persona in ("steering", "sponsor"):
        (notice,) = Notification.objects.filter(user=personas[persona], key=f"meeting:{meeting.pk}:convened")
        assert "à 14\u00a0h\u00a030, sur l’édition 1" in notice.text
        assert notice.url == f"{HERE}1/"
        assert "https://visio.exemple.fr/copil" in notice.detail
    assert not told(personas["head"], "meeting:")


def test_nobody_is_convened_to_a_day_that_is_past_or_to_an_empty_committee(
    plan: Plan, project: Project, personas: dict[str, User]
) -> None:
    past = plan(held_on=day(-1), already_held="on")
    with pytest.raises(RefusedError, match="passée"):
        convene_meeting(meeting=past, by=project.manager)
    coming = plan()
    Membership.objects.filter(user=personas["steering"]).update(roles=[])
    with pytest.raises(RefusedError, match="Personne ne siège"):
        convene_meeting(meeting=coming, by=project.manager)


def test_a_changed_day_is_told_again_to_those_who_were_convened(
    plan: Plan, client_for: ClientFor, personas: dict[str, User], edition: Edition
) -> None:
    plan()
    manager = client_for("manager")
    same = {"title": "Autre objet", "edition": edition.pk}
    post(manager, "1/modifier", **same, held_on=day(11), version=1)
    assert not told(personas["steering"], "meeting:")
    post(manager, "1/convoquer")
    post(manager, "1/modifier", **same, held_on=day(11), version=2)
    assert len(told(personas["steering"], "meeting:")) == 1
    post(manager, "1/modifier", **same, held_on=day(12), version=3)
    assert (
        "déplacé au" in told(personas["steering"], "meeting:")[0] + told(personas["steering"], "meeting:")[1]
    )


def test_a_cancelled_meeting_is_told_and_comes_back(
    plan: Plan, client_for: ClientFor, personas: dict[str, User]
) -> None:
    plan()
    manager = client_for("manager")
    post(manager, "1/convoquer")
    assert post(manager, "1/retirer", version=1).status_code == 302
    assert manager.get(f"{HERE}1/").status_code == 404
    assert any("annulé" in text for text in told(personas["steering"], "meeting:"))
    assert post(manager, "1/retablir", version=2).status_code == 302
    assert manager.get(f"{HERE}1/").status_code == 200


def test_an_opinion_counts_for_the_meeting_on_its_edition(
    plan: Plan, client_for: ClientFor, project: Project, personas: dict[str, User]
) -> None:
    meeting = plan()
    member = client_for("steering")
    assert [str(one) for one in pack_of(meeting).silent] == [steering(project, personas).display_name]
    post(member, "1/avis", opinion="reserved", text="Sous réserve d’un pilote.")
    member.post("/projets/negoce/editions/1/decision/", {"opinion": "favourable", "text": ""})
    assert [one.meeting for one in Decision.objects.all()] == [meeting, meeting]
    pack = pack_of(meeting)
    assert [one.opinion for one in pack.opinions] == ["favourable"]
    assert pack.silent == []


def test_an_opinion_on_a_closed_meeting_is_refused(
    plan: Plan, client_for: ClientFor, project: Project, edition: Edition, personas: dict[str, User]
) -> None:
    meeting = closed(plan(held_on=day(0)))
    answer = post(client_for("steering"), "1/avis", opinion="favourable", text="")
    assert answer.status_code == 409
    assert not Decision.objects.exists()
    made = record_decision(edition=edition, member=steering(project, personas), opinion="favourable", text="")
    assert made.meeting is None
    assert pack_of(meeting).opinions == []


def test_a_meeting_closes_once_its_day_has_come_with_an_edition(plan: Plan) -> None:
    with pytest.raises(RefusedError, match="une fois tenue"):
        closed(plan())
    with pytest.raises(RefusedError, match="Aucune édition"):
        closed(plan(held_on=day(0), edition=""))
    meeting = closed(plan(held_on=day(0)))
    with pytest.raises(RefusedError, match="nouvelle réunion"):
        closed(meeting)


def test_closing_asks_for_those_present_and_for_words_with_a_reserve(
    plan: Plan, client_for: ClientFor
) -> None:
    plan(held_on=day(0))
    answer = post(client_for("manager"), "1/cloturer", version=1, opinion="reserved", outcome=" ")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Cochez au moins une personne présente." in page
    assert "Une réserve ou un avis défavorable s’explique." in page


def test_closing_what_someone_else_changed_is_refused_with_what_was_typed(
    plan: Plan, client_for: ClientFor, project: Project, personas: dict[str, User]
) -> None:
    meeting = plan(held_on=day(0))
    Meeting.objects.get(pk=meeting.pk).write(read_version=1, place="Salle Jura")
    sent = {"opinion": "favourable", "outcome": "Lancement.", "present": [steering(project, personas).pk]}
    answer = post(client_for("manager"), "1/cloturer", version=1, **sent)
    assert answer.status_code == 409
    assert "Lancement." in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
    meeting.refresh_from_db()
    assert not meeting.is_closed
    assert not meeting.present.exists()


def test_closing_tells_everyone_and_asks_for_the_pdf(
    plan: Plan, personas: dict[str, User], project: Project
) -> None:
    meeting = closed(plan(held_on=day(0)))
    for persona in ("steering", "sponsor"):
        (text,) = told(personas[persona], f"meeting:{meeting.pk}:closed")
        assert text.startswith("Compte rendu disponible")
    assert Export.objects.get(meeting=meeting).kind == "meeting"


def test_minutes_never_change_once_the_meeting_is_closed(
    plan: Plan, edition: Edition, project: Project, personas: dict[str, User]
) -> None:
    section = Section.objects.get(specification__project=project)
    question = Comment.objects.create(
        section=section, author=personas["head"], kind="question", text="Combien\u00a0?"
    )
    meeting = plan(held_on=day(0))
    record_decision(
        edition=edition, member=steering(project, personas), opinion="reserved", text="Un pilote d’abord."
    )
    meeting = closed(meeting, opinion="reserved", outcome="Pilote avant l’été.")
    before = meeting_minutes(meeting)
    said = str(before)
    for words in ("Combien", "Un pilote d’abord.", "Pilote avant l’été.", "Édition 1"):
        assert words in said
    question.put_aside(read_version=1)
    Project.objects.filter(pk=project.pk).update(name="Autre nom", organisation="Autre organisation")
    User.objects.filter(pk=personas["steering"].pk).update(name="Autre Personne")
    Decision.objects.all().delete()
    assert meeting_minutes(Meeting.objects.get(pk=meeting.pk)) == before


def test_a_closed_meeting_is_neither_changed_nor_put_aside(plan: Plan, client_for: ClientFor) -> None:
    meeting = closed(plan(held_on=day(0)))
    manager = client_for("manager")
    sent = {"title": "Autre", "held_on": day(0), "version": meeting.version}
    assert post(manager, "1/modifier", **sent).status_code == 409
    assert post(manager, "1/retirer", version=meeting.version).status_code == 422
    assert manager.get(f"{HERE}1/modifier").status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.is_deleted) == ("Avis", False)


def test_the_pack_says_what_changed_since_the_last_closed_meeting(
    plan: Plan, specification: Specification
) -> None:
    closed(plan(held_on=day(0)))
    kept = Section.objects.get(specification=specification)
    Section.objects.filter(pk=kept.pk).update(text="<p>Quatre agences.</p>")
    SectionFactory(specification=specification, title="Budget")
    meeting = plan(held_on=day(0), edition=freeze(specification).pk)
    pack = pack_of(meeting)
    assert pack.since == 1
    assert [(one.title, one.what) for one in pack.changes] == [
        ("Contexte", "Modifiée"),
        ("Budget", "Section ajoutée"),
    ]


def test_an_opinion_is_owed_from_the_convening_until_it_is_given_or_the_day_is_over(
    plan: Plan, project: Project, personas: dict[str, User], edition: Edition
) -> None:
    meeting, person = plan(held_on=day(2)), personas["steering"]

    def owed() -> tuple[list[str], list[str]]:
        access = access_of(person, project)
        assert access is not None
        home = [item.text for item in awaiting(project, access) if "comité du" in item.text]
        return home, [one.text for one in obligations(day(3)) if one.user == person]

    assert owed() == ([], [])
    convene_meeting(meeting=meeting, by=project.manager)
    home, mails = owed()
    assert home == mails
    assert home[0].startswith("Donner votre avis sur l’édition 1 avant le comité du ")
    Meeting.objects.update(held_on=day(-1))
    assert owed() == ([], [])
    Meeting.objects.update(held_on=day(1))
    record_decision(edition=edition, member=steering(project, personas), opinion="favourable", text="")
    assert owed() == ([], [])


def test_publishing_an_edition_is_told_to_those_who_read_and_validate(
    specification: Specification, personas: dict[str, User]
) -> None:
    made = freeze(specification)
    told_of = set(Notification.objects.filter(key=f"edition:{made.pk}").values_list("user", flat=True))
    assert told_of == {personas[one].pk for one in ("steering", "sponsor", "head")}
