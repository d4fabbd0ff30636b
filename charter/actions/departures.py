"""Writes on a member who leaves: all that they hold passes on or ends, and they are told who receives it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pghistory
from django.db import transaction

from accounts.models import Kind, User
from accounts.notify import Notice, notify
from charter.handover import Holding, holdings
from charter.models import Membership, Project
from crmproject.toolkit.fingerprints import fingerprint
from crmproject.toolkit.refusals import ContentChangedError, RefusedError

CHANGED = (
    "Ce que tient cette personne a changé pendant votre lecture\u00a0: rien n’a été enregistré. Relisez la liste, "
    "puis confirmez."
)
STILL_MANAGER = "Cette personne conduit le projet\u00a0: passez d’abord la main."


def stamp_of(found: Iterable[Holding]) -> str:
    """What was shown, in one word: a departure is confirmed on the list that was read."""
    return fingerprint({one.duty.slug: [item.text for item in one.items] for one in found})


@transaction.atomic
def take_leave(
    *, member: Membership, plan: Mapping[str, Membership | None], read: str, read_version: int, by: User
) -> list[Membership]:
    """Pass on what this member holds, kind by kind, then take them out of the project; returns who received something.

    `plan` names the successor of each kind of duty, None for nobody. Raises RefusedError when somebody has to take
    over and nobody is named, ContentChangedError when the list is no longer the one that was `read`, and
    StaleWriteError when the member was written since.
    """
    project = Project.objects.select_for_update().get(pk=member.project_id)
    if project.manager_id == member.user_id:
        raise RefusedError(STILL_MANAGER)
    found = holdings(member)
    if found and stamp_of(found) != read:
        raise ContentChangedError(CHANGED)
    pghistory.context(reason=f"départ de {member.user}"[:200])
    received: dict[Membership, list[Holding]] = defaultdict(list)
    for one in found:
        to = None if one.duty.ends else _successor(one, plan, member)
        one.duty.give(member, to, by)
        if to is not None:
            received[to].append(one)
    left = [item.text for one in holdings(member) for item in one.items]
    if left:
        raise RefusedError(f"Ceci n’a pas pu être transmis\u00a0: {', '.join(left[:5])}.")
    member.put_aside(read_version=read_version)
    for to, taken in received.items():
        _tell(member, to, taken, by)
    return list(received)


def _successor(one: Holding, plan: Mapping[str, Membership | None], member: Membership) -> Membership | None:
    to = plan.get(one.duty.slug)
    if to is None:
        if not one.duty.without:
            raise RefusedError(f"{one.duty.label}\u00a0: choisissez qui les reprend.")
        return None
    if to.pk == member.pk or to.is_deleted or to.project_id != member.project_id:
        raise RefusedError(f"{one.duty.label}\u00a0: choisissez une personne qui reste dans le projet.")
    if not one.duty.fits(to):
        raise RefusedError(f"{one.duty.label}\u00a0: {to} ne peut pas les reprendre. {one.duty.needs}")
    return to


def _tell(member: Membership, to: Membership, taken: list[Holding], by: User) -> None:
    """One notice for all that this person receives."""
    project = member.project
    detail = "\n".join(
        f"{one.duty.label}\u00a0: {', '.join(item.text for item in one.items)}" for one in taken
    )
    notice = Notice(
        key=f"departure:{member.pk}:{member.version}",
        kind=Kind.MEETING,
        text=f"{member.user} quitte le projet\u00a0: vous reprenez ce dont cette personne avait la charge.",
        detail=detail[:4000],
        url=project.get_absolute_url(),
        about=project.name,
    )
    notify([to.user], notice, but=by)
