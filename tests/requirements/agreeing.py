"""Signatures and delegations, as tests make them."""

from typing import Any

from django.test import Client
from django.utils import timezone

from charter.models import Membership
from requirements.actions.agreement import current
from requirements.answers import Kind, answers
from requirements.models import Delegation, Section
from requirements.states import record_of
from tests.factories import PASSWORD


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
