"""Editing list of the matrix’s lines."""

from charter.access import Permission
from charter.register import Column, Register, register
from raci.forms import ActivityForm, FunctionForm
from raci.models import Activity, Function


def _phase(activity: Activity) -> str:
    phase = activity.task.phase if activity.task else activity.phase
    return phase.title if phase else ""


def _holders(function: Function) -> str:
    live = [str(one) for one in function.holders.all() if not one.is_deleted]
    return ", ".join(live) or "Personne encore"


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
            Column("Phase", _phase),
            Column(
                "Règle aussi", lambda activity: activity.get_purpose_display() if activity.purpose else ""
            ),
        ],
        empty_text="Aucune activité : reprenez les tâches du planning, ou ajoutez les vôtres.",
        related=["task__phase", "phase"],
        lead="Une ligne par tâche du planning, et les activités récurrentes de la phase d’exécution.",
    )
)
register(
    Register(
        slug="fonctions-raci",
        model=Function,
        form=FunctionForm,
        title="Fonctions de la matrice RACI",
        add_label="Ajouter une fonction",
        permission=Permission.EDIT_RACI,
        tab="raci_matrix",
        columns=[Column("Fonction", "name"), Column("Tenue par", _holders)],
        empty_text=(
            "Aucune fonction\u00a0: ajoutez-en une pour ce qui n’est pas une personne, un prestataire à choisir ou "
            "un comité."
        ),
        prefetched=["holders__user"],
        lead="Chaque fonction est une colonne de la matrice. Qui la tient peut changer sans toucher aux lettres.",
    )
)
