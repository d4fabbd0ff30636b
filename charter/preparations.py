"""What the charter’s own data say of the preparations."""

from charter.blocks import load_project
from charter.diagnostics.links import page_url
from charter.home import load_members
from charter.models import Questionnaire, Respondent, Role
from charter.preparation import NEEDS, PEOPLE, Evidence, Look, tells
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.diagnostics import counted, listed

# Who is wanted from the start, besides the manager that every project has.
WANTED = {Role.SPONSOR: "sponsor", Role.HEAD: "responsable de service", Role.CONTRIBUTOR: "utilisateur final"}


@tells(PEOPLE)
def people(gathering: Gathering) -> Evidence:
    """Who is a member, and which roles nobody holds yet [R-EQUIPE]."""
    manager = gathering.once(load_project).manager_id
    others = [one for one in gathering.once(load_members) if one.user_id != manager]
    held = {role for one in others for role in one.roles}
    missing = [name for role, name in WANTED.items() if role.value not in held]
    text = counted(len(others), "personne avec le chef de projet", "personnes avec le chef de projet")
    if not others:
        text = "Le chef de projet est seul pour l’instant"
    elif missing:
        text += f"\u00a0; il manque un {listed(missing)}"
    look = Look.NOTHING if not others else Look.BEGUN if missing else Look.DONE
    return Evidence(text, look, page_url(gathering, "members"), "Membres")


@tells(NEEDS)
def listening(gathering: Gathering) -> Evidence | None:
    """What was asked of staff by questionnaire, and how many answered; nothing where none was made."""
    asked = Questionnaire.objects.live().filter(project=gathering.project_id).count()
    if not asked:
        return None
    answers = Respondent.objects.filter(
        questionnaire__project=gathering.project_id, questionnaire__deleted_at=None
    ).exclude(finished_at=None)
    number = answers.count()
    text = counted(number, "réponse reçue", "réponses reçues") if number else "Aucune réponse reçue"
    text += f" à {counted(asked, 'questionnaire', 'questionnaires')}"
    return Evidence(
        text, Look.DONE if number else Look.BEGUN, page_url(gathering, "questionnaires"), "Écoute"
    )
