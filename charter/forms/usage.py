"""Forms of the usage charter: its text, its campaign, its signature, its committee."""

import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from charter.forms.people import PersonField
from charter.forms.rows import ProjectRowForm
from charter.models import (
    Department,
    Membership,
    ProjectRow,
    UsageArticle,
    UsageCharter,
    UsageRequest,
    UsageSeat,
)
from charter.models.usage_committee import ASKABLE, REQUEST_TRANSITIONS, RequestState
from charter.usage.links import DIGITS
from charter.usage.reading import load_seats
from charter.usage.recipients import Person, read_list
from crmproject.toolkit.forms import CadrageForm
from crmproject.toolkit.richtext import plain_text

MAX_TEXT = 40_000
MAX_LIST = 400_000
DEFAULT_DAYS = 21
LONGEST_DAYS = 366


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def _checked_text(text: str, what: str) -> str:
    if len(text) > MAX_TEXT:
        raise forms.ValidationError(
            f"{what} est trop long ({len(text)} caractères, la limite est de {MAX_TEXT})."
        )
    return text


class RichRowForm[R: ProjectRow](ProjectRowForm[R]):
    """A form with a rich text: its page loads the editor by itself, with the nonce of its answer."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.include_media = False
        return helper


class UsageArticleForm(RichRowForm[UsageArticle]):
    class Meta:
        model = UsageArticle
        fields = ["title", "text"]
        help_texts = {"text": "Des phrases courtes\u00a0: chacun doit pouvoir les lire sur un téléphone."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-label"] = "Texte de l’article"

    def clean_text(self) -> str:
        text = _checked_text(str(self.cleaned_data["text"]), "Cet article")
        if not plain_text(text):
            raise forms.ValidationError("Écrivez le texte de l’article.")
        return text


class UsagePresentationForm(RichRowForm[UsageCharter]):
    class Meta:
        model = UsageCharter
        fields = ["title", "preamble"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preamble"].widget.attrs["data-label"] = "Préambule"
        if self.instance._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0

    def clean_preamble(self) -> str:
        return _checked_text(str(self.cleaned_data["preamble"]), "Le préambule")


class UsageSeatForm(ProjectRowForm[UsageSeat]):
    member = PersonField(
        Membership.objects.all(), label="Représentant", help_text="Un membre du projet, un par service."
    )

    class Meta:
        model = UsageSeat
        fields = ["department", "member"]

    def clean_department(self) -> Department:
        department: Department = self.cleaned_data["department"]
        seats = UsageSeat.objects.live().filter(department=department).exclude(pk=self.instance.pk)
        if seats.exists():
            raise forms.ValidationError(
                "Ce service a déjà un représentant au comité\u00a0: modifiez son siège."
            )
        return department


class ProposalForm(CadrageForm):
    article = forms.ModelChoiceField(UsageArticle.objects.none(), label="Article", empty_label="Choisissez")
    text = forms.CharField(
        label="Votre proposition",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce que vous écririez à la place, et pourquoi.",
    )

    def __init__(self, *args: Any, project_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        articles: Any = self.fields["article"]
        articles.queryset = UsageArticle.objects.live().filter(project=project_id)


class PublishForm(CadrageForm):
    note = forms.CharField(
        label="Ce qui change dans cette version",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Chacun le lira avant de signer. Facultatif pour la première version.",
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class PeopleForm(CadrageForm):
    """People to ask, pasted; each wrong line is told by itself."""

    people = forms.CharField(
        label="Liste des destinataires",
        required=False,
        max_length=MAX_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Une personne par ligne\u00a0: Nom\u00a0; adresse e-mail\u00a0; service. Un tableau copié d’un "
        "tableur convient aussi.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.repeated: list[str] = []

    def clean_people(self) -> list[Person]:
        read = read_list(str(self.cleaned_data["people"]))
        if read.problems:
            raise forms.ValidationError([forms.ValidationError(problem) for problem in read.problems])
        self.repeated = read.repeated
        return read.people


class AddPeopleForm(PeopleForm):
    def clean_people(self) -> list[Person]:
        people = super().clean_people()
        if not people:
            raise forms.ValidationError("Donnez au moins une adresse.")
        return people


class CampaignForm(PeopleForm):
    due = forms.DateField(
        label="À signer avant le",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: in_days(DEFAULT_DAYS),
        help_text="Les rappels partent trois jours avant, le jour même, puis chaque semaine.",
    )
    message = forms.CharField(
        label="Mot d’accompagnement",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Facultatif\u00a0: il figure dans chaque message.",
    )
    members = forms.BooleanField(label="Demander aussi aux membres du projet", required=False, initial=True)
    field_order = ["due", "members", "people", "message"]

    def clean_due(self) -> datetime.date:
        due: datetime.date = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError("Cette date est passée\u00a0: choisissez aujourd’hui ou plus tard.")
        if due > in_days(LONGEST_DAYS):
            raise forms.ValidationError("Cette date est trop lointaine\u00a0: un an au plus.")
        return due


class SignCharterForm(CadrageForm):
    """What somebody types to sign; the code comes by e-mail once the rest is there."""

    accept = forms.BooleanField(
        label="J’ai lu la charte en entier et je l’accepte",
        error_messages={"required": "Cochez la case\u00a0: sans elle, rien n’est signé."},
    )
    name = forms.CharField(
        label="Vos prénom et nom",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez vos prénom et nom, comme au bas d’une page."},
    )
    code = forms.CharField(
        label=f"Code à {DIGITS} chiffres",
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "data-autofocus": ""}
        ),
        help_text="Il vient d’être envoyé par e-mail.",
    )

    def __init__(self, *args: Any, coded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not coded:
            del self.fields["code"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if sum(char.isalpha() for char in name) < 2:
            raise forms.ValidationError("Écrivez vos prénom et nom, comme au bas d’une page.")
        return name


class RefusalForm(CadrageForm):
    reason = forms.CharField(
        label="Pourquoi ne signez-vous pas\u00a0?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez votre raison\u00a0: le comité y répondra."},
        help_text="Le comité de la charte et le chef de projet la liront, et personne d’autre.",
    )


class CommitteeForm(CadrageForm):
    """What anybody concerned may ask of the committee."""

    category = forms.ChoiceField(label="Nature", choices=[(one.value, one.label) for one in ASKABLE])
    text = forms.CharField(
        label="Votre message au comité",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez votre message."},
    )


class FollowUpForm(CadrageForm):
    """Where a request stands, who has it in charge, and what is answered."""

    state = forms.ChoiceField(label="État")
    assigned = PersonField(
        Membership.objects.none(), label="Confiée à", required=False, empty_label="Personne en particulier"
    )
    answer = forms.CharField(
        label="Réponse à l’auteur",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Envoyée par e-mail quand l’état devient «\u00a0Répondue\u00a0».",
    )
    note = forms.CharField(
        label="Note interne",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Pour le comité\u00a0: l’auteur ne la voit pas.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, request_row: UsageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = RequestState(request_row.state)
        state: Any = self.fields["state"]
        possible = {now, *REQUEST_TRANSITIONS[now]}
        state.choices = [(one.value, one.label) for one in RequestState if one in possible]
        members = [seat.member_id for seat in load_seats(request_row.project_id)]
        assigned: Any = self.fields["assigned"]
        assigned.queryset = Membership.objects.live().filter(pk__in=members).select_related("user")
