"""Workshops: who is told, what is concluded on which content, who promises what, who alone approves."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from accounts.reminders import obligations
from charter import homepanel
from charter.access import access_of
from charter.models import Membership, Project
from crmproject.toolkit.refusals import ContentChangedError, RefusedError
from crmproject.toolkit.rows import StaleWriteError
from requirements.actions.agreement import current, decide, submit_section
from requirements.actions.workshops import (
    assign_action,
    cancel_workshop,
    conclude,
    mark_done,
    mark_present,
    put_on_table,
    send_minutes,
)
from requirements.models import (
    Approval,
    Revision,
    Section,
    Specification,
    Workshop,
    WorkshopAction,
    WorkshopSection,
)
from requirements.models.validation import Verdict
from requirements.outline import outline
from requirements.workshops import Confirmation, following_agenda, hours_of, on_table, unsettled_sections
from tests.personas import ClientFor

IN_A_WEEK = datetime.timedelta(days=7)


@pytest.fixture
def workshop(project: Project, head: Membership, sponsor: Membership) -> Workshop:
    made = Workshop.objects.create(
        project=project, title="Relecture du contexte", held_on=timezone.localdate(), place="Salle Jura"
    )
    made.attendees.set([head, sponsor])
    return made


@pytest.fixture
def entry(workshop: Workshop, section: Section) -> WorkshopSection:
    return put_on_table(workshop=workshop, sections=[section])[0]


def agree(entry: WorkshopSection, *, decision: str = "Retenu.", **more: Any) -> WorkshopSection:
    """The workshop agrees on the section as it is."""
    values: dict[str, Any] = {
        "read_version": entry.version,
        "verdict": "agreed",
        "read": current(entry.section).fingerprint,
        "again": False,
        "by": entry.workshop.project.manager,
        **more,
    }
    return conclude(entry=entry, decision=decision, **values)


def submit(section: Section, *validators: Membership) -> None:
    submit_section(
        section=section,
        validators=list(validators),
        read=current(section).fingerprint,
        note="",
        by=section.specification.project.manager,
    )


def told(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def mend(section: Section, text: str = "<p>Un autre texte.</p>") -> None:
    section.refresh_from_db()
    section.write(read_version=section.version, text=text)


def asked_of(workshop: Workshop, member: Membership) -> list[Confirmation | None]:
    now = outline(Specification.objects.of(workshop.project), fresh=True)
    return [one.confirmation(member) for one in on_table(workshop, now)]


# What is concluded


def test_a_conclusion_keeps_the_content_that_was_looked_at(entry: WorkshopSection) -> None:
    agree(entry)
    entry.refresh_from_db()
    kept = Revision.objects.get(section=entry.section, fingerprint=entry.fingerprint)
    assert kept.content["text"] == "<p>Premier texte.</p>"


def test_a_conclusion_on_a_content_that_changed_is_refused(entry: WorkshopSection) -> None:
    read = current(entry.section).fingerprint
    mend(entry.section)
    with pytest.raises(ContentChangedError):
        agree(entry, read=read)
    entry.refresh_from_db()
    assert not entry.is_concluded


def test_mending_the_words_leaves_the_conclusion_bound_to_its_content(entry: WorkshopSection) -> None:
    agree(entry)
    first = entry.fingerprint
    mend(entry.section)
    agree(entry, decision="Retenu sans réserve.", read="peu importe")
    assert (entry.fingerprint, entry.decision) == (first, "Retenu sans réserve.")


def test_concluding_again_binds_to_the_present_content(entry: WorkshopSection) -> None:
    agree(entry)
    mend(entry.section)
    agree(entry, again=True)
    assert entry.fingerprint == current(entry.section).fingerprint


def test_two_conclusions_at_once_lose_neither(entry: WorkshopSection) -> None:
    agree(entry)
    with pytest.raises(StaleWriteError):
        agree(entry, read_version=1, decision="Autre décision.")
    entry.refresh_from_db()
    assert entry.decision == "Retenu."


def test_a_section_put_back_on_the_table_finds_its_conclusion(entry: WorkshopSection) -> None:
    agree(entry)
    entry.put_aside(read_version=entry.version)
    again = put_on_table(workshop=entry.workshop, sections=[entry.section, entry.section])[0]
    assert again.pk == entry.pk
    assert again.decision == "Retenu."
    assert WorkshopSection.objects.live().filter(workshop=entry.workshop).count() == 1


# Who approves


def test_an_agreement_in_principle_approves_nothing(entry: WorkshopSection, head: Membership) -> None:
    submit(entry.section, head)
    mark_present(workshop=entry.workshop, members=[head], here=True, by=entry.workshop.project.manager)
    agree(entry)
    assert not Approval.objects.exists()


def test_the_manager_approves_for_nobody(
    entry: WorkshopSection, head: Membership, client_for: ClientFor
) -> None:
    workshop = entry.workshop
    submit(entry.section, head)
    mark_present(workshop=workshop, members=[head], here=True, by=workshop.project.manager)
    agree(entry)
    client = client_for("manager")
    page = client.get(workshop.get_absolute_url()).content.decode()
    assert "Confirmer mon approbation" not in page
    sign = reverse("section_sign", args=[workshop.project.slug, entry.section_id])
    answer = client.post(
        f"{sign}?atelier={workshop.pk}", {"read": entry.fingerprint, "atelier": workshop.pk, "pour": head.pk}
    )
    assert answer.status_code == 403
    assert not Approval.objects.exists()


def test_a_validator_who_was_there_is_asked_to_confirm(
    entry: WorkshopSection, head: Membership, personas: dict[str, User], client_for: ClientFor
) -> None:
    workshop = entry.workshop
    submit(entry.section, head)
    mark_present(workshop=workshop, members=[head], here=True, by=workshop.project.manager)
    agree(entry)
    sign = f"/sections/{entry.section_id}/signer?atelier={workshop.pk}"
    page = client_for("head").get(workshop.get_absolute_url()).content.decode()
    assert "Confirmer mon approbation" in page
    assert sign in page
    access = access_of(personas["head"], workshop.project)
    assert access is not None
    assert any(one.url.endswith(sign) for one in homepanel.awaiting(workshop.project, access))
    assert Notification.objects.filter(user=personas["head"], url__endswith=sign).count() == 1


def test_one_who_was_not_there_is_not_asked(
    entry: WorkshopSection, head: Membership, sponsor: Membership, client_for: ClientFor
) -> None:
    submit(entry.section, head, sponsor)
    mark_present(workshop=entry.workshop, members=[sponsor], here=True, by=entry.workshop.project.manager)
    agree(entry)
    page = client_for("head").get(entry.workshop.get_absolute_url()).content.decode()
    assert "Confirmer mon approbation" not in page


def test_what_can_be_confirmed_follows_the_content(entry: WorkshopSection, head: Membership) -> None:
    workshop, section = entry.workshop, entry.section
    mark_present(workshop=workshop, members=[head], here=True, by=workshop.project.manager)
    agree(entry)
    assert asked_of(workshop, head) == [None]  # no validator yet
    submit(section, head)
    assert asked_of(workshop, head) == [Confirmation.SIGN]
    decide(section=section, member=head, verdict=Verdict.APPROVED, reason="", read=entry.fingerprint)
    assert asked_of(workshop, head) == [Confirmation.APPROVED]
    mend(section)
    assert asked_of(workshop, head) == [Confirmation.CHANGED]


def test_an_agreement_on_what_is_not_submitted_waits_for_it(entry: WorkshopSection, head: Membership) -> None:
    workshop, section = entry.workshop, entry.section
    submit(section, head)
    mend(section)
    mark_present(workshop=workshop, members=[head], here=True, by=workshop.project.manager)
    agree(entry)
    assert asked_of(workshop, head) == [Confirmation.UNSUBMITTED]
    assert not Notification.objects.filter(user=head.user, url__contains="signer").exists()


# Who is told


def planned(**more: Any) -> dict[str, Any]:
    """What the form of a workshop posts."""
    day = timezone.localdate() + IN_A_WEEK
    return {"title": "Besoins", "held_on": day.isoformat(), "version": "1", **more}


def test_participants_are_invited_once(
    project: Project, head: Membership, personas: dict[str, User], client_for: ClientFor
) -> None:
    Specification.objects.create(project=project)
    client = client_for("manager")
    data = planned(starts_at="14:00", ends_at="16:30", place="Salle Jura", attendees=[head.pk])
    client.post(reverse("workshop_add", args=[project.slug]), data)
    workshop = Workshop.objects.get()
    [invitation] = told(personas["head"])
    assert "de 14\u00a0h à 16\u00a0h\u00a030, Salle Jura" in invitation
    same = {**data, "version": workshop.version, "agenda": "Relire."}
    client.post(reverse("workshop_edit", args=[project.slug, workshop.pk]), same)
    assert len(told(personas["head"])) == 1
    workshop.refresh_from_db()
    moved = {**same, "version": workshop.version, "place": "Salle Doubs"}
    client.post(reverse("workshop_edit", args=[project.slug, workshop.pk]), moved)
    assert "Salle Doubs" in told(personas["head"])[1]


def test_a_workshop_written_afterwards_invites_nobody(
    project: Project, head: Membership, personas: dict[str, User], client_for: ClientFor
) -> None:
    Specification.objects.create(project=project)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    data = planned(held_on=yesterday.isoformat(), attendees=[head.pk])
    project.start = yesterday
    project.save()
    client_for("manager").post(reverse("workshop_add", args=[project.slug]), data)
    assert Workshop.objects.count() == 1
    assert told(personas["head"]) == []


def test_a_cancelled_workshop_is_told(workshop: Workshop, personas: dict[str, User]) -> None:
    cancel_workshop(workshop=workshop, read_version=1, by=workshop.project.manager)
    assert "est annulé" in told(personas["head"])[0]


def test_minutes_are_told_once_a_day(
    workshop: Workshop, entry: WorkshopSection, personas: dict[str, User]
) -> None:
    manager = workshop.project.manager
    with pytest.raises(RefusedError, match="vide"):
        send_minutes(workshop=workshop, by=manager)
    agree(entry)
    send_minutes(workshop=workshop, by=manager)
    send_minutes(workshop=workshop, by=manager)
    assert len(told(personas["head"])) == 1
    workshop.refresh_from_db()
    assert workshop.minutes_sent_at is not None


def test_minutes_are_not_told_before_the_day(workshop: Workshop) -> None:
    workshop.write(read_version=1, held_on=timezone.localdate() + IN_A_WEEK, notes="Déjà.")
    with pytest.raises(RefusedError, match="pas encore eu lieu"):
        send_minutes(workshop=workshop, by=workshop.project.manager)


# Who promises what


@pytest.fixture
def action(workshop: Workshop, head: Membership) -> WorkshopAction:
    return WorkshopAction.objects.create(
        workshop=workshop, text="Envoyer le fichier", owner=head, due=timezone.localdate()
    )


def test_an_action_obliges_its_owner_until_it_is_done(action: WorkshopAction) -> None:
    today, manager = timezone.localdate(), action.workshop.project.manager

    def mine() -> list[str]:
        return [one.text for one in obligations(today) if one.key == f"workshop-action:{action.pk}"]

    assert len(mine()) == 1
    assert mark_done(action=action, done=True, by=manager)
    assert not mark_done(action=action, done=True, by=manager)
    assert mine() == []
    assert mark_done(action=action, done=False, by=manager)
    assert len(mine()) == 1


def test_who_promised_an_action_is_told(action: WorkshopAction, personas: dict[str, User]) -> None:
    manager = action.workshop.project.manager
    assign_action(action=action, by=manager)
    assign_action(action=action, by=manager)
    assert len(told(personas["head"])) == 1
    mark_done(action=action, done=True, by=personas["head"])
    assert "Action faite" in told(manager)[0]


def test_only_its_owner_and_the_manager_say_that_an_action_is_done(
    action: WorkshopAction, client_for: ClientFor
) -> None:
    url = reverse("workshop_action_done", args=[action.workshop.project.slug, action.workshop_id, action.pk])
    Specification.objects.specifications().get_or_create(project=action.workshop.project)
    assert client_for("sponsor").post(url, {"done": "1"}).status_code == 403
    assert client_for("head").post(url, {"done": "1"}).status_code == 302
    action.refresh_from_db()
    assert action.done_at is not None


def test_the_next_workshop_takes_over_what_is_left(
    entry: WorkshopSection, action: WorkshopAction, client_for: ClientFor
) -> None:
    workshop = entry.workshop
    assert unsettled_sections(workshop) == [entry.section]
    agenda = following_agenda(workshop)
    assert entry.section.title in agenda
    assert action.text in agenda
    url = reverse("workshop_add", args=[workshop.project.slug]) + f"?suite={workshop.pk}"
    client_for("manager").post(url, planned(title="La suite"))
    following = Workshop.objects.get(title="La suite")
    assert [one.section for one in following.sections.all()] == [entry.section]
    agree(entry)
    assert unsettled_sections(workshop) == []


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, ""),
        (datetime.time(9, 5), None, "à 9\u00a0h\u00a005"),
        (datetime.time(14), datetime.time(16), "de 14\u00a0h à 16\u00a0h"),
    ],
)
def test_hours_are_said_in_french(start: datetime.time | None, end: datetime.time | None, words: str) -> None:
    assert hours_of(Workshop(starts_at=start, ends_at=end)) == words
