"""Agreement on several sections of a document at once: one submission, one signature, one message for all of them.

Each section keeps its own submission and its own approval, bound to its own content: whatever changes afterwards opens
again alone.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.models import Membership
from requirements.actions.agreement import decide, submit_section
from requirements.delegations import delegates_of
from requirements.models import Approval, Specification, Submission
from requirements.models.validation import Verdict
from requirements.outline import Node


@transaction.atomic
def submit_together(
    *,
    document: Specification,
    nodes: Sequence[Node],
    validators: list[Membership],
    optional: list[Membership],
    note: str,
    due: datetime.date | None,
    by: User,
    url: str,
) -> list[Submission]:
    """Ask these validators to decide on all these sections as they were read; `url` is where they sign them together.

    Nothing is submitted when one of them can’t be: raises what `submit_section` raises.
    """
    made = [
        submit_section(
            section=node.section,
            validators=validators,
            optional=optional,
            read=node.fingerprint,
            note=note,
            due=due,
            by=by,
            tell=False,
        )
        for node in nodes
    ]
    asked = [*validators, *optional]
    when = f" avant le {due:%d/%m/%Y}" if due else ""
    notice = Notice(
        key=f"submissions:{made[-1].pk}",
        kind=Kind.DECIDE,
        text=f"Votre décision est attendue{when} sur {_counted(len(made))} {document.of_it}.",
        detail=note,
        url=url,
        about=document.project.name,
    )
    notify([one.user for one in [*asked, *delegates_of(document.project_id, asked)]], notice, but=by)
    return made


@transaction.atomic
def approve_together(
    *, document: Specification, nodes: Sequence[Node], member: Membership, reason: str
) -> list[Approval]:
    """Record this validator’s approval of all these sections as they were read.

    Nothing is approved when one of them can’t be: raises what `decide` raises.
    """
    made = [
        decide(
            section=node.section,
            member=member,
            verdict=Verdict.APPROVED,
            reason=reason,
            read=node.fingerprint,
            tell=False,
        )
        for node in nodes
    ]
    notice = Notice(
        key=f"decisions:{made[-1].pk}",
        kind=Kind.DECIDED,
        text=f"{made[-1].signatory} a approuvé {_counted(len(made))} {document.of_it}.",
        detail=reason,
        url=document.get_absolute_url(),
        about=document.project.name,
    )
    submitters = [approval.submission.submitted_by for approval in made]
    notify([document.project.manager, *submitters], notice, but=member.user)
    return made


def _counted(number: int) -> str:
    return "une section" if number == 1 else f"{number} sections"
