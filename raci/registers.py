"""Editing list of the matrix’s lines."""

from charter.access import Permission
from charter.register import Column, Register, register
from raci.forms import ActivityForm
from raci.models import Activity

register(
    Register(
        slug="activites",
        model=Activity,
        form=ActivityForm,
        title="Activités de la matrice RACI",
        add_label="Ajouter une activité",
        permission=Permission.EDIT_RACI,
        tab="raci_matrix",
        columns=[
            Column("Activité", str),
            Column("Tâche du planning", lambda activity: activity.task.key if activity.task else ""),
        ],
        empty_text="Aucune activité : reprenez les tâches du planning, ou ajoutez les vôtres.",
        related=["task"],
        lead="Une ligne par tâche du planning, et les activités récurrentes de la phase d’exécution.",
    )
)
