"""Check a project’s coherence: `manage.py diagnose SLUG --format sarif --fail-on warning`."""

import json
from typing import Any

from django.core.management.base import CommandParser

from charter.models import Project
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.commands import ScriptCommand, refused
from crmproject.toolkit.diagnostics import Diagnosis, Severity, counted, diagnose, rules

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
# Severities in the words of SARIF.
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
BLOCKING = {"error": {Severity.ERROR}, "warning": {Severity.ERROR, Severity.WARNING}}


class Command(ScriptCommand):
    help = "Contrôle la cohérence d’un projet et dit ce qui manque, avec la page où le corriger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="identifiant du projet")
        parser.add_argument("--format", choices=("text", "json", "sarif"), default="text", dest="style")
        parser.add_argument(
            "--fail-on",
            choices=("error", "warning"),
            help="finir avec l’état 1 dès un constat de cette gravité, ou d’une plus grande",
        )

    def handle(self, *args: Any, slug: str, style: str, fail_on: str | None, **options: Any) -> None:
        project = Project.objects.live().filter(slug=slug).first()
        if project is None:
            raise refused(f"Aucun projet «\u00a0{slug}\u00a0».")
        found = diagnose(Gathering(project.pk))
        write = {"text": as_text, "json": as_json, "sarif": as_sarif}[style]
        self.stdout.write(write(project, found))
        blocking = [one for one in found if one.rule.severity in BLOCKING[fail_on]] if fail_on else []
        if blocking:
            grave = counted(len(blocking), "constat", "constats")
            least = Severity(fail_on or "error").label.lower()
            raise refused(f"{grave} de gravité «\u00a0{least}\u00a0» ou plus.")


def as_text(project: Project, found: list[Diagnosis]) -> str:
    """One finding per line, then how many there are."""
    lines = [
        f"{one.rule.severity.label.upper()} {one.rule.id} {one.finding.text} ({one.finding.url})"
        for one in found
    ]
    total = counted(len(found), "constat", "constats")
    return "\n".join([*lines, f"{total} pour {len(rules())} contrôles."])


def as_json(project: Project, found: list[Diagnosis]) -> str:
    """The findings as a list of objects."""
    rows = [
        {
            "rule": one.rule.id,
            "severity": one.rule.severity.value,
            "title": one.rule.title,
            "text": one.finding.text,
            "why": one.rule.why,
            "url": one.finding.url,
        }
        for one in found
    ]
    return json.dumps({"project": project.slug, "findings": rows}, ensure_ascii=False, indent=2)


def as_sarif(project: Project, found: list[Diagnosis]) -> str:
    """The findings as a SARIF 2.1.0 log; their places are paths of the site."""
    order = [one.id for one in rules()]
    described = [
        {
            "id": one.id,
            "name": one.title,
            "shortDescription": {"text": one.title},
            "fullDescription": {"text": one.why},
            "defaultConfiguration": {"level": LEVELS[one.severity]},
            "properties": {"source": one.source},
        }
        for one in rules()
    ]
    results = [
        {
            "ruleId": one.rule.id,
            "ruleIndex": order.index(one.rule.id),
            "level": LEVELS[one.rule.severity],
            "message": {"text": one.finding.text},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": {"uri": one.finding.url.lstrip("/")}},
                    "logicalLocations": [{"name": project.slug, "kind": "module"}],
                }
            ],
        }
        for one in found
    ]
    run = {
        "tool": {"driver": {"name": "Cadrage CRM", "rules": described}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)
