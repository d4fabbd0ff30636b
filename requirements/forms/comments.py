"""Forms over comments: a new one, an answer, a correction, the waiver of a question."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.text import Truncator

from accounts.models import User
from charter.forms.people import PeopleField
from charter.models import Membership
from crmproject.toolkit.forms import CadrageForm, RowForm
from crmproject.toolkit.rows import StaleWriteError
from crmproject.toolkit.templatetags.french import number
from crmproject.toolkit.text import one_line_end
from requirements.actions.comments import correct_comment
from requirements.anchors import Anchor, find_anchor, has_passage
from requirements.mentions import named_in
from requirements.models import Comment, CommentKind, Section

MAX_TEXT = 5000
MAX_QUOTE = 1000
# Beyond this, a list to choose from weighs more than the page; the row is typed then.
MAX_CHOICES = 400


class NamedPeopleField(PeopleField):
    """Members of the project; those who left are refused by name, strangers in words."""

    default_error_messages = {
        "invalid_choice": "Cette personne n’est pas membre du projet\u00a0: elle ne peut pas être citée.",
        "invalid_pk_value": "Cette personne n’est pas membre du projet\u00a0: elle ne peut pas être citée.",
    }

    def offer(self, people: list[Membership]) -> None:
        """Offer those who are there; those who left stay known, so that a refusal can name them."""
        self.queryset = Membership.objects.filter(pk__in=[one.pk for one in people]).select_related(
            "user", "department", "project"
        )
        self.choices = [(one.pk, self.label_from_instance(one)) for one in people if not one.is_deleted]


class TalkForm(CadrageForm):
    """A text in which people may be named, by « @Nom » or in the list."""

    text = forms.CharField(
        label="Votre commentaire",
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "data-mentions": ""}),
        error_messages={"required": "Écrivez votre commentaire avant de l’envoyer."},
    )
    mentions = NamedPeopleField(
        Membership.objects.none(),
        label="Personnes à prévenir",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text="Ou citez-les dans le texte\u00a0: tapez @ puis les premières lettres du nom.",
    )

    def offer(self, people: list[Membership]) -> None:
        """The members whom this text may name."""
        self.people = people
        cast("NamedPeopleField", self.fields["mentions"]).offer(people)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if len(text) > MAX_TEXT:
            raise forms.ValidationError(
                f"Ce commentaire est trop long ({number(len(text))} caractères, la limite est de {number(MAX_TEXT)})"
                "\u00a0: gardez l’essentiel, ou proposez le texte complet au chef de projet."
            )
        refusals = named_in(text, self.people).refusals
        if refusals:
            raise forms.ValidationError(refusals)
        return text

    def clean_mentions(self) -> list[Membership]:
        chosen = list(cast("Iterable[Membership]", self.cleaned_data["mentions"]))
        gone = [one.display_name for one in chosen if one.is_deleted]
        if gone:
            raise forms.ValidationError(
                f"Ne fait plus partie du projet\u00a0: {', '.join(gone)}. Retirez ce nom."
            )
        return chosen

    @property
    def named(self) -> list[Membership]:
        """Everyone whom the comment names, in the text or in the list."""
        chosen = list(self.cleaned_data["mentions"])
        return chosen + [
            one for one in named_in(self.cleaned_data["text"], self.people).members if one not in chosen
        ]


class CommentForm(TalkForm):
    """A new comment on a section, on a row of its data, or on a passage of its text."""

    kind = forms.ChoiceField(
        label="Nature", choices=CommentKind.choices, initial=CommentKind.REMARK, required=False
    )
    about = forms.CharField(label="À propos de", required=False, max_length=300)
    quote = forms.CharField(
        label="Passage du texte",
        required=False,
        max_length=MAX_QUOTE,
        widget=forms.Textarea(attrs={"rows": 2, "data-quote": ""}),
        help_text="Facultatif\u00a0: copiez ici les mots du texte dont vous parlez.",
        error_messages={
            "max_length": "Ce passage est trop long\u00a0: citez au plus %(limit_value)d caractères, ou commentez "
            "la section entière."
        },
    )
    quote_before = forms.CharField(
        required=False, strip=False, widget=forms.HiddenInput(attrs={"data-quote-before": ""})
    )

    field_order = ("kind", "text", "mentions", "about", "quote")

    def __init__(self, *args: Any, section: Section, anchors: list[Anchor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section, self.anchors = section, anchors
        self.anchor: Anchor | None = None
        field = self.fields["about"]
        if not anchors:
            field.widget = forms.HiddenInput()
        elif len(anchors) <= MAX_CHOICES:
            choices = [(one.value, _option(one)) for one in anchors]
            field.widget = forms.Select(choices=[("", "La section entière"), *choices])
        else:
            field.help_text = "La référence ou l’intitulé de la ligne\u00a0; vide pour la section entière."

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or CommentKind.REMARK)

    def clean_about(self) -> str:
        value = str(self.cleaned_data["about"])
        if value:
            self.anchor = find_anchor(self.anchors, value) or self._named(value)
            if self.anchor is None:
                raise forms.ValidationError("Cette ligne n’est pas, ou n’est plus, dans la section.")
        return value

    def _named(self, value: str) -> Anchor | None:
        """The row typed without its block."""
        names = dict.fromkeys(one.block for one in self.anchors)
        found = (find_anchor(self.anchors, f"{name}:{value}") for name in names)
        return next((one for one in found if one), None)

    def clean_quote(self) -> str:
        quote = one_line_end(str(self.cleaned_data["quote"]))
        if quote and not has_passage(self.section.text, quote):
            raise forms.ValidationError(
                "Ces mots ne sont pas dans le texte enregistré de la section\u00a0: copiez-les tels quels, "
                "ou laissez ce champ vide."
            )
        return quote

    def clean_quote_before(self) -> str:
        """The few words before the passage, which tell it from its like."""
        return str(self.cleaned_data["quote_before"])[-100:]


def _option(anchor: Anchor) -> str:
    return Truncator(f"{anchor.block_title} – {anchor}").chars(90)


class AnswerForm(TalkForm):
    """An answer in a thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Votre réponse"
        self.fields["text"].widget.attrs["data-autofocus"] = ""


class CommentEditForm(TalkForm, RowForm[Comment]):
    """One’s own comment, corrected as long as nobody answered."""

    class Meta:
        model = Comment
        fields = ("kind", "text", "mentions")

    field_order = ("kind", "text", "mentions", "version")

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(people)
        self.fields["text"].widget.attrs["data-autofocus"] = ""
        if self.instance.parent_id:
            del self.fields["kind"]

    def context(self) -> dict[str, Any]:
        return {"people": self.people}

    def correct(self, *, by: User) -> Comment | None:
        """Write the correction; None, with `conflicts`, when somebody wrote in between."""
        try:
            return correct_comment(
                comment=self.instance,
                read_version=self.read_version,
                kind=self.cleaned_data.get("kind") or self.instance.kind,
                text=self.cleaned_data["text"],
                mentions=self.named,
                by=by,
            )
        except StaleWriteError as stale:
            self._keep_both(stale.current)
            return None


class WaiverForm(CadrageForm):
    """Why an open question does not prevent validation."""

    reason = forms.CharField(
        label="Pourquoi cette question n’empêche pas de valider",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-autofocus": ""}),
        error_messages={"required": "Dites pourquoi cette question n’empêche pas de valider."},
    )
