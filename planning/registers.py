"""Editing lists of the planning."""

from charter.access import Permission
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date, number
from planning.assigning import telling_owners
from planning.forms.gates import GateForm
from planning.forms.tasks import ClosingForm, PhaseForm, TaskForm
from planning.gatekinds import NEEDS
from planning.models import Closing, Gate, Phase, Task
from planning.notation import write
from planning.schedule import is_working_day


def _predecessors(task: Task) -> str:
    return write(link.link for link in task.dependencies.all() if not link.predecessor.is_deleted)


def _own_dates(task: Task) -> str:
    own = (
        ("dès le", task.start),
        ("le", task.fixed_start),
        ("fini le", task.due),
    )
    return ", ".join(f"{word} {long_date(day)}" for word, day in own if day)


def _length(task: Task) -> object:
    return "Jalon" if task.is_milestone else task.days


def _effort(task: Task) -> str:
    return "" if task.effort is None else number(task.effort)


def _closed_days(closing: Closing) -> int:
    return sum(is_working_day(day) for day in closing.days)


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
            Column("Jours ouvrés", _length, numeric=True),
            Column("Après", _predecessors),
            Column("Dates fixées", _own_dates),
            Column("Charge", _effort, numeric=True),
            Column("Avancement", lambda task: f"{task.progress}\u00a0%", numeric=True),
        ],
        empty_text="Aucune tâche : ajoutez les étapes du projet, de l’analyse de la situation au bilan.",
        related=["phase", "owner__user"],
        prefetched=["dependencies__predecessor"],
        lead=(
            "Les dates se calculent\u00a0: jours ouvrés, jours fériés français et fermetures exclus. Après\u00a0: "
            "«\u00a0T01\u00a0» attend sa fin, «\u00a0T01 DD+3\u00a0» trois jours après son début."
        ),
        form_template="planning/forms/task.html",
        around=lambda request: telling_owners(project=request.project, by=request.user),
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
register(
    Register(
        slug="fermetures",
        model=Closing,
        form=ClosingForm,
        title="Fermetures",
        add_label="Ajouter une fermeture",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        columns=[
            Column("Fermeture", "title"),
            Column("Du", lambda closing: long_date(closing.first_day)),
            Column("Au", lambda closing: long_date(closing.last_day)),
            Column("Jours ouvrés perdus", _closed_days, numeric=True),
        ],
        empty_text="Aucune fermeture\u00a0: ajoutez les jours où l’entreprise ne travaille pas, en août par exemple.",
        lead="Aucune tâche n’avance ces jours-là. Les jours fériés de France métropolitaine sont connus.",
    )
)
