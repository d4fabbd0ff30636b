"""The lists of the phase after go-live: newcomers and their path, bodies of governance and their meetings."""

from charter.access import Permission, ProjectRequest
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date
from planning.execution.governance import body_lines, load_open_items
from planning.execution.newcomers import follows_of, load_steps
from planning.execution.sittings import sittings_of
from planning.forms.governance import GovernanceBodyForm, GovernanceMeetingForm
from planning.forms.newcomers import NewcomerForm, PathStepForm
from planning.models import GovernanceBody, GovernanceMeeting, Newcomer, PathStep


def _when(step: PathStep) -> str:
    return "Premier jour" if step.day == 0 else f"J\u00a0+\u00a0{step.day}"


def _arrivals(request: ProjectRequest) -> dict[str, object]:
    gathering = request.access.gathering
    return {"follows": follows_of(gathering), "steps": gathering.once(load_steps)}


def _bodies(request: ProjectRequest) -> dict[str, object]:
    gathering = request.access.gathering
    lines = body_lines(gathering)
    bodies = [(line, sittings_of(line, gathering)) for line in lines]
    return {"bodies": bodies, "items": gathering.once(load_open_items)}


register(
    Register(
        slug="parcours-arrivants",
        model=PathStep,
        form=PathStepForm,
        title="Parcours des nouveaux arrivants",
        lead="Ce que fait chaque personne qui rejoint l’entreprise, de son premier jour à son premier mois.",
        add_label="Ajouter une étape",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        related=("helper__user", "project"),
        template="planning/execution/path.html",
        form_template="planning/execution/step_form.html",
        columns=(
            Column("Quand", _when),
            Column("Étape", "title"),
            Column("Aidé par", "who"),
            Column("Où", lambda row: row.get_page_display() if row.page else row.link),
        ),
        empty_text="Partez du jeu d’étapes proposé, ou écrivez la première\u00a0: accès, charte, formation, référent.",
    )
)

register(
    Register(
        slug="nouveaux-arrivants",
        model=Newcomer,
        form=NewcomerForm,
        title="Nouveaux arrivants",
        lead="Chacun suit le parcours avec son référent\u00a0; les retards se voient ici, et sont rappelés.",
        add_label="Ajouter une personne",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        page="newcomers",
        related=("department", "referent__user", "project"),
        template="planning/execution/newcomers.html",
        context=_arrivals,
        columns=(
            Column("Nom", str),
            Column("Service", "department"),
            Column("Arrivée", lambda row: long_date(row.arrived_on)),
        ),
        empty_text="Inscrivez la prochaine personne qui arrive\u00a0: nom, service, date, référent.",
    )
)

register(
    Register(
        slug="instances-gouvernance",
        model=GovernanceBody,
        form=GovernanceBodyForm,
        title="Gouvernance",
        lead="Qui se réunit pour faire vivre l’outil, à quel rythme\u00a0; les dates tombent un jour ouvré.",
        add_label="Ajouter une instance",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        page="governance",
        template="planning/execution/governance.html",
        context=_bodies,
        columns=(
            Column("Instance", "title"),
            Column("Rythme", "rhythm"),
            Column("Première réunion", lambda row: long_date(row.first_on)),
        ),
        empty_text="Un outil sans gouvernance dérive\u00a0: une réunion par mois suffit souvent pour commencer.",
    )
)

register(
    Register(
        slug="reunions-gouvernance",
        model=GovernanceMeeting,
        form=GovernanceMeetingForm,
        title="Réunions de gouvernance",
        lead="Les réunions tenues, avec leur compte rendu.",
        add_label="Ajouter une réunion",
        permission=Permission.EDIT_PLANNING,
        tab="planning",
        related=("body", "project"),
        form_template="planning/execution/meeting_form.html",
        columns=(
            Column("Instance", "body"),
            Column("Tenue le", lambda row: long_date(row.held_on)),
        ),
        empty_text="Notez une réunion une fois tenue\u00a0: présents, compte rendu, décisions et actions.",
    )
)
