"""Write docs/permissions.md: `manage.py permissions_page > docs/permissions.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from charter.permissions_page import page


class Command(BaseCommand):
    help = "Écrit sur la sortie la page docs/permissions.md."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(page(), ending="")
