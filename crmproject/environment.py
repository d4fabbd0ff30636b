"""The environment, read one way by the settings and by what runs before them."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
YES = {"1", "true", "yes", "on"}


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable: 1, true, yes and on mean yes, in any case; empty means unset."""
    return (os.environ.get(name, "").strip().lower() or str(default).lower()) in YES


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list, without its empty items."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def whole(name: str, default: int) -> int:
    """Read a whole number; empty means unset.

    Raises ImproperlyConfigured when it is none.
    """
    text = os.environ.get(name, "").strip()
    if text and not (text.isdecimal() and text.isascii()):
        raise ImproperlyConfigured(f"{name} doit être un nombre entier, et vaut « {text} ».")
    return int(text or default)


def required(name: str) -> str:
    """Read a variable that nothing can replace.

    Raises ImproperlyConfigured when it is unset or empty.
    """
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"La variable d’environnement {name} n’est pas définie. "
            "Lancez la commande par manage.py, qui démarre les serveurs embarqués, ou renseignez-la."
        )
    return value


def var_dir() -> Path:
    """Directory of what the site writes beside its database: CADRAGE_VAR, or var/ in the project."""
    return Path(os.environ.get("CADRAGE_VAR") or BASE_DIR / "var").resolve()
