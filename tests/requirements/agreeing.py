"""The moves of an agreement, as tests make them."""

from typing import Any

from django.test import Client
from django.utils import timezone

from charter.models import Membership
from requirements.actions.agreement import current, decide, submit_section
from requirements.answers import Kind, answers
from requirements.models import Approval, Delegation, Section, Submission
from requirements.models.validation import Verdict
from requirements.states import State, record_of
from tests.factories import PASSWORD


def submit(section: Section, *validators: Membership, **more: Any) -> Submission:
    return submit_section(
        section=section,
        validators=list(validators),
        read=current(section).fingerprint,
        note="",
        by=section.specification.project.manager,
        **more,
    )


def approve(section: Section, member: Membership, by: Membership | None = None) -> Approval:
    read = current(section).fingerprint
    return decide(section=section, member=member, verdict=Verdict.APPROVED, reason="", read=read, by=by)


def retype(section: Section, text: str) -> None:
    Section.objects.filter(pk=section.pk).update(text=text)
    section.refresh_from_db()


def state(section: Section) -> State:
    return record_of(section).state(current(section).fingerprint)


def let_decide(principal: Membership, to: Membership) -> Delegation:
    today = timezone.localdate()
    return Delegation.objects.create(
        project=principal.project, principal=principal, delegate=to, starts=today, ends=today
    )


def url(section: Section, suffix: str = "") -> str:
    return f"{section.get_absolute_url()}{suffix}"


def sign(client: Client, section: Section, **data: Any) -> Any:
    given = {"read": current(section).fingerprint, "password": PASSWORD, **data}
    return client.post(url(section, "signer"), given)


def kind_of(section: Section, member: Membership) -> Kind:
    found = answers(record_of(section), current(section).fingerprint)
    return next(one.kind for one in found if one.validator.member_id == member.pk)
