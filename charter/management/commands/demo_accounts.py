"""Open the demo’s accounts: `manage.py demo_accounts [SLUG]`."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import CommandParser
from django.db import transaction

from accounts.models import User
from charter.models import Membership, Project, Role
from crmproject.toolkit.commands import ScriptCommand, refused

DEMO_PROJECT = "negoce"


class Command(ScriptCommand):
    help = "Donne un mot de passe de démonstration aux membres d’un projet ; refusé en production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "slug", nargs="?", default=DEMO_PROJECT, help=f"projet ({DEMO_PROJECT} par défaut)"
        )

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        if not (settings.DEMO or settings.DEVELOPMENT):
            raise refused("Les comptes de démonstration n’existent qu’en démonstration ou en développement.")
        project = Project.objects.live().filter(slug=slug).first()
        if project is None:
            raise refused(f"Aucun projet « {slug} ».")
        password = settings.DEMO_PASSWORD
        members = list(Membership.objects.live().filter(project=project).select_related("user", "project"))
        with transaction.atomic():
            for member in members:
                open_account(member.user, password)
        for line in _one_per_role(members, password):
            self.stdout.write(line)


def open_account(user: User, password: str) -> None:
    """Let this person sign in; a password that they have already is left alone."""
    if not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
    address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email)
    if not (address.verified and address.primary):
        EmailAddress.objects.filter(user=user, primary=True).exclude(pk=address.pk).update(primary=False)
        EmailAddress.objects.filter(pk=address.pk).update(verified=True, primary=True)


def _one_per_role(members: list[Membership], password: str) -> list[str]:
    """« rôle  e-mail  mot de passe », with a member of each role, another one for each where it can be."""
    lines = []
    shown: set[int] = set()
    for role in Role:
        holders = [member for member in members if role in member.all_roles]
        holders.sort(key=lambda member: member.pk in shown)
        if holders:
            first = holders[0]
            shown.add(first.pk)
            told = password if first.user.check_password(password) else "(mot de passe changé)"
            lines.append(f"{role.label:<22}  {first.user.email:<38}  {told}")
    return lines
