"""People from outside the company."""

from charter.access import Permission
from charter.forms.team import ExternalPersonForm
from charter.models import ExternalPerson
from charter.register import Column, Register, register

register(
    Register(
        slug="intervenants",
        model=ExternalPerson,
        form=ExternalPersonForm,
        title="Intervenants extérieurs",
        lead="Éditeur, intégrateur, conseil\u00a0: qui participe au projet sans compte ni accès.",
        add_label="Ajouter un intervenant",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(
            Column("Nom ou fonction", "name"),
            Column("Organisation", "organisation"),
            Column("Qualité", "kind"),
            Column("Rôle", "role"),
            Column("E-mail", "email"),
            Column("Téléphone", "phone"),
        ),
        empty_text="Nommez l’interlocuteur chez l’éditeur et, sur un grand projet, chez l’intégrateur.",
    )
)
