"""Editing lists of the planning."""

from charter.access import Permission
from charter.register import Column, Register, register
from planning.forms.gates import GateForm
from planning.forms.tasks import PhaseForm, TaskForm
from planning.gatekinds import NEEDS
from planning.models import Gate, Phase, Task


def _predecessors(task: Task) -> str:
    return ", ".join(
        link.predecessor.key for link in task.dependencies.all() if not link.predecessor.is_deleted
    )


def _tasks_before(gate: Gate) -> str:
    return ", ".join(link.task.key for link in gate.dependencies.all() if not link.task.is_deleted)


def _requires(gate: Gate) -> str:
    words = {"sections": "sections validées", "checks": "contrôles", "decision": "décision du comité"}
    return ", ".join(words[name] for name in NEEDS if getattr(gate, f"needs_{name}"))


def _owner(task: Task) -> str:
    return task.owner.display_name if task.owner else "Sans responsable"


register(
    Register(
        slug="taches",
        model=Task,
        form=TaskForm,
        title="Tâches",
        add_label="Ajouter une tâche",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        columns=[
            Column("Clé", "key"),
            Column("Tâche", "title"),
            Column("Phase", lambda task: task.phase.title),
            Column("Responsable", _owner),
            Column("Jours ouvrés", "days", numeric=True),
            Column("Après", _predecessors),
        ],
        empty_text="Aucune tâche : ajoutez les étapes du projet, de l’analyse de la situation au bilan.",
        related=["phase", "owner__user"],
        prefetched=["dependencies__predecessor"],
        lead="Les dates se calculent : jours ouvrés, jours fériés français exclus, enchaînement fin-début.",
    )
)
register(
    Register(
        slug="phases",
        model=Phase,
        form=PhaseForm,
        title="Phases",
        add_label="Ajouter une phase",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        columns=[Column("Clé", "key"), Column("Phase", "title")],
        empty_text="Aucune phase : commencez par la préparation, l’implémentation et l’exécution.",
        lead="Une phase va du début de sa première tâche à la fin de sa dernière.",
    )
)
register(
    Register(
        slug="jalons",
        model=Gate,
        form=GateForm,
        title="Points de validation",
        add_label="Ajouter un point de validation",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        columns=[
            Column("Clé", "key"),
            Column("Point de validation", "title"),
            Column("Nature", "kind"),
            Column("Exige", _requires),
            Column("Après", _tasks_before),
        ],
        empty_text="Aucun point de validation : dites où le comité décide de poursuivre.",
        prefetched=["dependencies__task"],
        lead="Un point de validation tombe le jour où finit la dernière de ses tâches, s’il a ce qu’il exige.",
    )
)
