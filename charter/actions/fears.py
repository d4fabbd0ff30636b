"""Leaving a fear without a name, and reading those that were left, in batches: see docs/anonymat.md."""

import secrets
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts import limits
from charter.forms.risks import FearForm
from charter.models import AnonymousFear, FearCollection, Project, Risk, WaitingFear
from crmproject.toolkit.refusals import RefusedError

TOKEN_BYTES = 32
# Fewer would let the manager match those who were seen writing with what they wrote.
SMALLEST_BATCH = 3
# By collection and by day, whoever they come from: nothing else is counted.
MOST_A_DAY = 200

_shuffled = secrets.SystemRandom()


def batch_size() -> int:
    """How many fears must wait before any of them is shown."""
    return max(SMALLEST_BATCH, settings.FEARS_BATCH)


@transaction.atomic
def open_collection(*, project: Project, invitation: str) -> FearCollection:
    """Open the address, or change what its page says first."""
    found, _ = FearCollection.objects.get_or_create(
        project=project, defaults={"token": secrets.token_urlsafe(TOKEN_BYTES), "is_open": False}
    )
    FearCollection.objects.filter(pk=found.pk).update(is_open=True, invitation=invitation)
    found.refresh_from_db()
    return found


def close_collection(*, project: Project, token: str) -> bool:
    """Close this address for good: the next opening makes another one. False when it was closed already."""
    standing = FearCollection.objects.filter(project=project, is_open=True).first()
    if standing is None or not secrets.compare_digest(standing.token.encode(), token.encode()):
        return False
    same = FearCollection.objects.filter(pk=standing.pk, token=standing.token, is_open=True)
    return bool(same.update(is_open=False, token=secrets.token_urlsafe(TOKEN_BYTES)))


def may_leave(collection: FearCollection) -> bool:
    """Count one more arrival of this day; False when they are too many.

    The count ends with the day, whenever it began: its end tells nothing of when anybody came.
    """
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    key = f"fears:{collection.pk}:{now:%Y-%m-%d}"
    return limits.take(key, limit=MOST_A_DAY, seconds=max(1, int((midnight - now).total_seconds())))


def plain_text(text: str) -> str:
    """A fear on one line, without the marks that a keyboard or a telephone leaves in a text."""
    folded = unicodedata.normalize("NFKC", text).replace("'", "’").replace("\u00ad", "")
    return " ".join("".join(one for one in folded if one.isprintable() or one.isspace()).split())


@transaction.atomic
def leave_fear(*, collection: FearCollection, text: str) -> None:
    """Put a fear among those that wait, all of them written anew in an order drawn by lot.

    Raises RefusedError when the address was closed meanwhile.
    """
    if not FearCollection.objects.filter(pk=collection.pk, token=collection.token, is_open=True).exists():
        raise RefusedError("Ce recueil vient d’être fermé\u00a0: rien n’a été enregistré.")
    waiting = _waiting_alone()
    _write_anew([*waiting, WaitingFear(project_id=collection.project_id, text=plain_text(text))])


@transaction.atomic
def release_fears(*, project: Project) -> int:
    """Show the manager all that waits, in an order drawn by lot; how many they are.

    Raises RefusedError while they are too few.
    """
    waiting = _waiting_alone()
    ready = [one for one in waiting if one.project_id == project.pk]
    if len(ready) < batch_size():
        raise RefusedError(
            f"Le recueil ne s’ouvre qu’à partir de {batch_size()} craintes\u00a0: pas encore assez pour que "
            "personne ne soit reconnu."
        )
    _shuffled.shuffle(ready)
    today = timezone.localdate()
    AnonymousFear.objects.bulk_create(
        AnonymousFear(project=project, text=one.text, released_on=today) for one in ready
    )
    _write_anew([one for one in waiting if one.project_id != project.pk])
    return len(ready)


def is_ready(project: Project) -> bool:
    """Whether enough fears wait to be shown."""
    return WaitingFear.objects.filter(project=project).count() >= batch_size()


def _waiting_alone() -> list[WaitingFear]:
    """Every fear that waits, for one writer at a time."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {_table()} IN ACCESS EXCLUSIVE MODE")
    return list(WaitingFear.objects.all())


def _write_anew(fears: Sequence[WaitingFear]) -> None:
    """Empty the table, file included, and write these: neither their place, nor the number of the transaction that
    wrote them, nor what a deletion leaves behind tells which one came last.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_table()}")
    rows = [WaitingFear(project_id=one.project_id, text=one.text) for one in fears]
    _shuffled.shuffle(rows)
    WaitingFear.objects.bulk_create(rows)


def _table() -> str:
    return connection.ops.quote_name(WaitingFear._meta.db_table)


@transaction.atomic
def take_fear(*, fear: AnonymousFear, form: FearForm) -> Risk | None:
    """Make this fear an entry of the charter, as the manager worded it; None when the form refuses.

    Raises RefusedError when somebody took it a moment before.
    """
    risk = form.save_row()
    if risk is None:
        return None
    untaken: Any = AnonymousFear.objects.filter(pk=fear.pk, risk=fear.risk)
    if not untaken.update(risk=risk, is_aside=False):
        raise RefusedError("Cette crainte vient d’être reprise par quelqu’un d’autre.")
    return risk


def put_fear_aside(*, fear: AnonymousFear, aside: bool) -> None:
    """Leave a fear out of those to take up, or bring it back."""
    AnonymousFear.objects.filter(pk=fear.pk).update(is_aside=aside)
