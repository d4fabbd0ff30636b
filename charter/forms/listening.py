"""Forms of those who run a questionnaire."""

import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone

from charter.forms.people import PeopleField
from charter.forms.rows import ProjectRowForm
from charter.models import AnswerCluster, AnswerTag, Department, Membership, Project, Question, Questionnaire
from charter.models.listening import QuestionKind
from crmproject.toolkit.forms import CadrageForm, RowForm

MOST_OPTIONS = 12
OPTION_LENGTH = 200
PASTED_LENGTH = 200_000


class QuestionnaireForm(ProjectRowForm[Questionnaire]):
    """Title, welcome and last day."""

    class Meta:
        model = Questionnaire
        fields = ["title", "intro", "closes_on"]
        widgets = {"intro": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "title": "Lu par toutes les personnes interrogées\u00a0: «\u00a0Votre travail et vos clients\u00a0».",
            "intro": "Pourquoi cette écoute, combien de minutes, ce que vous ferez des réponses.",
            "closes_on": "Inclus. Les liens se ferment le lendemain\u00a0; sans date, à la clôture.",
        }

    def clean_closes_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["closes_on"]
        if day and "closes_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError("Cette date est passée\u00a0: choisissez aujourd’hui ou plus tard.")
        return day


class QuestionForm(RowForm[Question]):
    """A question of one’s own, or one of the library put in one’s words."""

    class Meta:
        model = Question
        fields = ["text", "kind", "theme", "help", "options"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "text": "Ouverte de préférence\u00a0: «\u00a0À quels moments…\u00a0» plutôt que «\u00a0Êtes-vous…\u00a0».",
            "help": "Facultatif. Une ligne sous la question\u00a0: un exemple, ce que l’on attend.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["options"].help_text = (
            "Un par ligne. Pour un choix\u00a0: deux au moins. Pour une échelle\u00a0: rien, ou deux lignes, ce que "
            "veut dire 1 puis 5."
        )

    def clean_options(self) -> list[str]:
        options = list(dict.fromkeys(cast("list[str]", self.cleaned_data["options"])))
        if len(options) > MOST_OPTIONS:
            raise forms.ValidationError(f"{MOST_OPTIONS} lignes au plus.")
        if any(len(one) > OPTION_LENGTH for one in options):
            raise forms.ValidationError(f"Un choix a {OPTION_LENGTH} caractères au plus.")
        return options

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        kind, options = self.cleaned_data.get("kind"), self.cleaned_data.get("options")
        if options is None:
            return data
        if kind == QuestionKind.CHOICE and len(options) < 2:
            self.add_error("options", "Proposez au moins deux choix, un par ligne.")
        if kind == QuestionKind.SCALE and len(options) not in {0, 2}:
            self.add_error("options", "Deux lignes\u00a0: ce que veut dire 1, puis ce que veut dire 5.")
        if kind == QuestionKind.TEXT:
            self.cleaned_data["options"] = self.instance.options = []
        return data


class RecipientsForm(CadrageForm):
    """Whom to ask: a list to paste, members of the project, or both."""

    pasted = forms.CharField(
        label="Adresses à coller",
        required=False,
        max_length=PASTED_LENGTH,
        widget=forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off", "autocapitalize": "none"}
        ),
        help_text="Une personne par ligne\u00a0: son adresse, ou «\u00a0nom\u00a0; adresse\u00a0; service\u00a0». "
        "Un tableau copié d’un tableur convient.",
    )
    members = PeopleField(
        queryset=Membership.objects.none(),
        required=False,
        label="Membres du projet",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, project: Project, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.live().filter(project=project, user__is_active=True)
        asked = questionnaire.respondents.exclude(email="").values("email")
        field = cast("PeopleField", self.fields["members"])
        field.queryset = members.exclude(user__email__in=asked).select_related("user", "department")
        self.has_members = field.queryset.exists()

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not self.errors and not self.cleaned_data.get("pasted") and not self.cleaned_data.get("members"):
            raise forms.ValidationError("Collez au moins une adresse, ou choisissez un membre du projet.")
        return data


class TagForm(ProjectRowForm[AnswerTag]):
    class Meta:
        model = AnswerTag
        fields = ["name", "colour"]


class ClusterForm(RowForm[AnswerCluster]):
    """The name of a cluster, and what its answers have in common."""

    class Meta:
        model = AnswerCluster
        fields = ["name", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    # The unique rule names the questionnaire, which the form doesn’t show.
    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # private in the stubs
        exclusions.discard("questionnaire")
        return exclusions


class NoteForm(CadrageForm):
    """What the reader notes about an answer."""

    note = forms.CharField(
        label="Note de tri",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pour vous et ceux qui trient\u00a0: la personne interrogée ne la lit pas.",
    )


def department_choices(project: Project) -> list[tuple[str, str]]:
    """Live departments as a select offers them."""
    live = Department.objects.live().filter(project=project)
    return [(one.code, one.name) for one in live]
