"""Write docs/controles.md: `manage.py rules_page > docs/controles.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from charter.rules_page import page


class Command(BaseCommand):
    help = "Écrit sur la sortie la page docs/controles.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
