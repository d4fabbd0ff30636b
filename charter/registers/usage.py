"""The articles of the usage charter, and the seats of its committee."""

from charter.access import Permission
from charter.forms.usage import UsageArticleForm, UsageSeatForm
from charter.models import UsageArticle, UsageSeat
from charter.register import Column, Register, register
from crmproject.toolkit.richtext import plain_text
from crmproject.toolkit.text import shortened

EXCERPT = 160

register(
    Register(
        slug="articles-charte-usage",
        model=UsageArticle,
        form=UsageArticleForm,
        title="Articles de la charte d’usage",
        lead="Le brouillon. Ce qui est publié ne change plus\u00a0: publier crée une nouvelle version.",
        add_label="Ajouter un article",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(
            Column("Titre", "title"),
            Column("Texte", lambda row: shortened(plain_text(row.text), EXCERPT)),
        ),
        empty_text="Partez du jeu de départ depuis la page de la charte, ou écrivez le premier article.",
        form_template="charter/usage/article_form.html",
    )
)

register(
    Register(
        slug="comite-charte-usage",
        model=UsageSeat,
        form=UsageSeatForm,
        title="Comité de la charte d’usage",
        lead="Un représentant par service, parmi les membres du projet.",
        add_label="Ajouter un représentant",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("department", "member__user"),
        columns=(
            Column("Service", "department"),
            Column("Représentant", lambda row: row.member.display_name),
        ),
        empty_text="Nommez un représentant pour chaque service.",
    )
)
