"""Tags of answers."""

from charter.access import Permission
from charter.forms.listening import TagForm
from charter.models import AnswerTag
from charter.register import Column, Register, register

register(
    Register(
        slug="etiquettes",
        model=AnswerTag,
        form=TagForm,
        title="Étiquettes des réponses",
        lead="Les mots avec lesquels les réponses des questionnaires sont triées.",
        add_label="Ajouter une étiquette",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(Column("Étiquette", "name"), Column("Couleur", "colour")),
        empty_text="Les étiquettes se créent aussi en triant les réponses.",
    )
)
