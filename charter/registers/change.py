"""The lists of the change plan."""

from charter.access import Permission
from charter.forms.change import BenefitForm, CommunicationForm, SupportForm, TrainingForm
from charter.models import Benefit, Communication, Support, Training
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date, number


def _days(support: Support) -> str:
    return " – ".join(long_date(day) for day in (support.starts_on, support.ends_on) if day)


register(
    Register(
        slug="communications",
        model=Communication,
        form=CommunicationForm,
        title="Communications",
        lead="Qui dit quoi, à qui, quand et comment\u00a0; la réunion de lancement d’abord.",
        add_label="Ajouter une communication",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("owner__user",),
        template="charter/change/list.html",
        columns=(
            Column("Date", lambda row: long_date(row.held_on)),
            Column("Public", "audience"),
            Column(
                "Canal", lambda row: "Réunion de lancement" if row.is_launch else row.get_channel_display()
            ),
            Column("Message", "message"),
            Column("Responsable", lambda row: row.owner.display_name if row.owner else ""),
            Column("État", lambda row: "Faite" if row.is_done else "À faire"),
        ),
        empty_text="Commencez par la réunion de lancement, puis donnez des nouvelles à rythme régulier.",
    )
)
register(
    Register(
        slug="benefices",
        model=Benefit,
        form=BenefitForm,
        title="Bénéfices par profil",
        lead="Ce que chaque utilisateur gagne dans sa journée, assez concret pour le constater.",
        add_label="Ajouter un bénéfice",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("department",),
        template="charter/change/list.html",
        columns=(
            Column("Profil", "profile"),
            Column("Service", lambda row: row.department.name if row.department else "Plusieurs services"),
            Column("Bénéfice concret", "benefit"),
        ),
        empty_text="Un outil qui ne rapporte rien à qui s’en sert n’est pas rempli\u00a0: un bénéfice par profil.",
    )
)
register(
    Register(
        slug="formations",
        model=Training,
        form=TrainingForm,
        title="Plan de formation",
        lead="Trois niveaux, et un perfectionnement un à deux mois après.",
        add_label="Ajouter une formation",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        template="charter/change/list.html",
        columns=(
            Column("Niveau", "level"),
            Column("Public", "audience"),
            Column("Date", lambda row: long_date(row.held_on)),
            Column("Heures", lambda row: number(row.hours), numeric=True),
            Column("Personnes", lambda row: number(row.people), numeric=True),
            Column("Formateur", "trainer"),
            Column("Nature", lambda row: "Perfectionnement" if row.is_refresher else "Initiale"),
        ),
        empty_text="Aide dans l’outil, session avec l’éditeur, organisme certifié\u00a0: qui suit quoi, et quand.",
    )
)
register(
    Register(
        slug="accompagnement",
        model=Support,
        form=SupportForm,
        title="Accompagnement",
        lead="Groupe pilote, réunions des bêta-testeurs, référents, tutoriels faits par les intéressés.",
        add_label="Ajouter un accompagnement",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("owner__user",),
        template="charter/change/list.html",
        columns=(
            Column("Nature", "kind"),
            Column("Intitulé", "title"),
            Column("Par qui, avec qui", "people"),
            Column("Quand", _days),
            Column("Responsable", lambda row: row.owner.display_name if row.owner else ""),
        ),
        empty_text="Un groupe pilote autonome et représentatif, et une réunion chaque semaine avec ceux qui essaient.",
    )
)
