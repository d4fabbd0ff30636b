"""Give each project that has a cahier des charges its note de cadrage."""

from django.db import migrations

NOTE = "framing_note"
# The plan of the day of this migration; later plans are no business of it.
PLAN = [
    ("note_context", "Contexte et diagnostic", ["project_identity", "diagnosis"]),
    ("note_objectives", "Objectifs", ["strategic_objective", "objectives"]),
    ("note_scope", "Périmètre et déploiement", ["scope", "who_what_where"]),
    ("note_team", "Équipe et gouvernance", ["team"]),
    ("note_budget", "Budget", ["budget"]),
    ("note_risks", "Risques, freins et craintes", ["risks"]),
    ("note_change", "Conduite du changement", ["change_plan"]),
    ("note_indicators", "Indicateurs de succès", ["indicators"]),
    ("note_exit", "Sortie de l’ancien outil", ["exit_plan"]),
    ("note_feasibility", "Faisabilité", ["feasibility"]),
]
REPLACEMENT_ONLY = "note_exit"


def give_notes(apps, schema_editor):
    specifications = apps.get_model("requirements", "Specification")
    sections = apps.get_model("requirements", "Section")
    have = specifications.objects.filter(kind=NOTE).values("project")
    for old in specifications.objects.exclude(kind=NOTE).exclude(project__in=have).select_related("project"):
        note = specifications.objects.create(project=old.project, kind=NOTE)
        planned = [
            one for one in PLAN if one[0] != REPLACEMENT_ONLY or old.project.setup == "replacement"
        ]
        for position, (key, title, blocks) in enumerate(planned, start=1):
            sections.objects.create(
                specification=note, key=key, title=title, blocks=blocks, position=position
            )


class Migration(migrations.Migration):
    dependencies = [("requirements", "0011_journey")]

    operations = [migrations.RunPython(give_notes, migrations.RunPython.noop)]
