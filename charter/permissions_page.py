"""The page docs/permissions.md, written from the access table and the addresses themselves."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from charter.access import TABLE, Permission
from charter.models import Role

LABELS = {
    Permission.VIEW: "lire le projet et son brouillon",
    Permission.COMMENT: "commenter une section",
    Permission.EXPRESS_NEED: "proposer une exigence pour son propre service",
    Permission.DRAFT: "rédiger les sections, les exigences et leurs données",
    Permission.SUBMIT: "soumettre une section à ses validateurs",
    Permission.VALIDATE: "approuver, ou demander des modifications, là où l’on est validateur",
    Permission.PUBLISH: "figer une édition",
    Permission.EXPORT: "composer un PDF",
    Permission.DECIDE: "enregistrer une décision du comité de pilotage",
    Permission.EDIT_CHARTER: "écrire la note de cadrage",
    Permission.EDIT_PLANNING: "écrire le planning",
    Permission.EDIT_RACI: "remplir la matrice RACI",
    Permission.EDIT_SELECTION: "écrire les critères de choix",
    Permission.ORGANISE: "préparer et tenir ateliers et comités",
    Permission.SHARE: "partager une édition hors du projet",
    Permission.PASS_GATE: "enregistrer le passage d’un jalon",
    Permission.REQUEST_CHANGE: "demander une évolution de l’outil en service",
    Permission.ADMINISTER: "réglages, membres, passation et suppression du projet",
}

INTRODUCTION = """\
# Qui peut faire quoi

Cette page est écrite par `manage.py permissions_page > docs/permissions.md` ; un test la compare au code.
Un autre essaie chaque adresse avec chaque rôle, un inconnu et une personne déconnectée.

- Une personne déconnectée est envoyée à la page de connexion.
- Un inconnu du projet reçoit 404 : le projet n’existe pas pour lui.
- Un membre dont le rôle ne suffit pas reçoit 403.
- Les rôles d’une personne s’ajoutent\u00a0; un membre sans rôle est lecteur.
"""

# Addresses that other libraries protect by themselves, or that need no one.
FOREIGN = ("allauth.", "django.contrib.admin.")


@dataclass(frozen=True)
class Address:
    """One address of the site and what its view asks for."""

    path: str
    name: str
    view: Any

    @property
    def permissions(self) -> tuple[Permission, ...]:
        return tuple(getattr(self.view, "required_permissions", ()))

    @property
    def open_because(self) -> str:
        return str(getattr(self.view, "open_because", ""))

    @property
    def is_foreign(self) -> bool:
        """Whether the view comes from a library (sign-in, administration)."""
        view = getattr(self.view, "view_class", self.view)
        return str(view.__module__).startswith(FOREIGN) or self.path.startswith(("/admin/", "/__"))


def addresses() -> list[Address]:
    """Every address of the site that is ours, in the order in which they are tried."""
    return [one for one in _walk(get_resolver().url_patterns, "/") if not one.is_foreign]


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield Address(re.sub(r"<\w+:(\w+)>", r"<\1>", path), pattern.name or "", pattern.callback)


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_roles(), "", *_project_addresses(), "", *_open_addresses(), ""])


def _roles() -> list[str]:
    roles = list(Role)
    lines = [
        "## Rôles et permissions",
        "",
        f"| permission | ce qu’elle permet | {' | '.join(role.label for role in roles)} |",
        f"|---|---|{'---|' * len(roles)}",
    ]
    for permission in Permission:
        marks = " | ".join("oui" if permission in TABLE[role] else "" for role in roles)
        lines.append(f"| `{permission.value}` | {LABELS[permission]} | {marks} |")
    return lines


def _project_addresses() -> list[str]:
    lines = [
        "## Adresses d’un projet",
        "",
        "Avec plusieurs permissions, l’une d’elles suffit pour entrer\u00a0; la page décide ensuite ligne par ligne",
        "(une liste demande la sienne, un contributeur ne touche qu’aux exigences de son service).",
        "",
        "| adresse | nom | permission |",
        "|---|---|---|",
    ]
    for one in addresses():
        if one.permissions:
            needed = " ou ".join(f"`{permission.value}`" for permission in one.permissions)
            lines.append(f"| `{one.path}` | `{one.name}` | {needed} |")
    return lines


def _open_addresses() -> list[str]:
    lines = ["## Adresses hors projet", "", "| adresse | nom | pourquoi |", "|---|---|---|"]
    lines += [
        f"| `{one.path}` | `{one.name}` | {one.open_because} |" for one in addresses() if one.open_because
    ]
    return lines
