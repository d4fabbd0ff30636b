"""Give gates that stand already the kind that their titles name, and what it requires."""

import re
import unicodedata
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# As planning.gatekinds reads titles at the time of this migration.
TITLES = {
    "before_tender": re.compile(r"\bavant (?:l.appel|les appels) d.offres\b"),
    "before_choice": re.compile(
        r"\bavant le choix (?:du |de la |de l.)(?:fournisseur|prestataire|solution|editeur|integrateur)\b"
    ),
}


def normalised(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def give_kinds(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The first gate of a project whose title names a kind gets it, and requires all that it should."""
    Gate: Any = apps.get_model("planning", "Gate")
    given: set[tuple[int, str]] = set()
    plain = {"kind": "other", "needs_sections": False, "needs_checks": False, "needs_decision": False}
    for gate in Gate.objects.filter(deleted_at=None, **plain).order_by("position", "pk"):
        title = normalised(gate.title)
        kind = next((name for name, words in TITLES.items() if words.search(title)), "")
        if kind and (gate.project_id, kind) not in given:
            given.add((gate.project_id, kind))
            Gate.objects.filter(pk=gate.pk).update(
                kind=kind, needs_sections=True, needs_checks=True, needs_decision=True
            )


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_agreement")]

    operations = [migrations.RunPython(give_kinds, migrations.RunPython.noop)]
