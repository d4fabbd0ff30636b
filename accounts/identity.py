"""Proving again, at the moment of an act that binds, that the person at the keyboard is the one who signed in."""

from accounts import limits
from accounts.models import User

WRONG_TRIES = 5
WINDOW = 300


class TooManyTriesError(Exception):
    """Too many wrong passwords in a while; its text says so."""


def proves(user: User, password: str) -> bool:
    """Whether this is the person’s password. Only wrong ones are counted, whatever they were typed for.

    Raises TooManyTriesError after WRONG_TRIES of them in WINDOW seconds, before looking at the password.
    """
    key = f"identity:{user.pk}"
    if not limits.take(key, limit=WRONG_TRIES, seconds=WINDOW):
        raise TooManyTriesError(
            "Trop de mots de passe erronés\u00a0: attendez cinq minutes, puis recommencez. Rien n’a été enregistré."
        )
    # The try is counted before the password is looked at, so that many at once gain nothing.
    if not user.check_password(password):
        return False
    limits.give_back(key)
    return True
