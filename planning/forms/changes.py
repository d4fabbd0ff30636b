"""Forms of change requests: asking, instructing, deciding, giving an opinion."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef

from charter.forms.fields import AmountField, FrenchDecimalField
from charter.forms.rows import ProjectRowForm
from charter.models import Department, Project
from crmproject.toolkit.forms import CadrageForm
from planning.models import ChangeRequest, ChangeState
from planning.models.changes import LARGEST_WORK, LONGEST_TEXT
from planning.routing import Routing
from requirements.models import Requirement
from requirements.models.needs import RequirementStatus

LARGEST_VERSION = 2_000_000_000
WAITING, OVER = "en-attente", "closes"


class ChangeRequestForm(ProjectRowForm[ChangeRequest]):
    """What is asked, and why; which line of the matrix rules it is asked only where several do."""

    line = forms.ChoiceField(
        label="De quoi s’agit-il\u00a0?",
        help_text="Plusieurs activités de la matrice RACI règlent les demandes\u00a0: celle-ci dit qui s’en occupe.",
    )
    requirements = forms.ModelMultipleChoiceField(
        Requirement.objects.none(),
        label="Exigences concernées",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Facultatif. Maintenez Ctrl (ou Cmd) pour en choisir plusieurs.",
    )

    class Meta:
        model = ChangeRequest
        fields = ["title", "need", "description", "department", "line", "requirements"]
        widgets = {
            "need": forms.Textarea(attrs={"rows": 4}),
            "description": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"need": "Le besoin", "description": "Ce que vous proposez"}
        help_texts = {
            "title": "En une ligne\u00a0: «\u00a0Relancer les devis de plus de 30\u00a0jours\u00a0».",
            "need": "Ce que vous ne pouvez pas faire aujourd’hui, et ce que cela vous coûte.",
            "description": "Facultatif\u00a0: la solution à laquelle vous pensez.",
            "department": "Le service concerné d’abord\u00a0; vide s’il y en a plusieurs.",
        }

    def __init__(self, *args: Any, routing: Routing, **kwargs: Any) -> None:
        self.routing = routing
        super().__init__(*args, **kwargs)
        if routing.needs_choice:
            choices = [("", "Choisir une activité"), *((one.key, one.title) for one in routing.routes)]
            cast("forms.ChoiceField", self.fields["line"]).choices = choices
        else:
            del self.fields["line"]
        needs = cast("forms.ModelMultipleChoiceField[Requirement]", self.fields["requirements"])
        needs.queryset = Requirement.objects.live().filter(project=self.project)
        cast(
            "forms.ModelChoiceField[Department]", self.fields["department"]
        ).empty_label = "Plusieurs services"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "routing": self.routing}


class AmendChoiceForm(CadrageForm):
    """Which requirement of the project an accepted request changes: those that it concerns come first."""

    exigence = forms.ModelChoiceField(
        Requirement.objects.none(),
        label="Exigence à modifier",
        to_field_name="ref",
        empty_label="Choisir une exigence",
        error_messages={
            "required": "Choisissez une exigence.",
            "invalid_choice": "Cette exigence n’existe pas, ou elle est écartée ou à la corbeille.",
        },
    )

    def __init__(self, *args: Any, change: ChangeRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Requirement]", self.fields["exigence"])
        concerned = Exists(
            change.requirements.through.objects.filter(changerequest=change, requirement=OuterRef("pk"))
        )
        rows = Requirement.objects.live().filter(project=change.project_id)
        field.queryset = rows.exclude(status=RequirementStatus.REJECTED).order_by(concerned.desc(), "ref")


class VersionedForm(CadrageForm):
    """A form about a request as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_VERSION)


class StudyForm(VersionedForm):
    """The instruction: what the change touches, what it costs, and what is advised."""

    impact = forms.CharField(
        label="Impact",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Qui et quoi cela touche\u00a0: services, données, écrans, formation, autres outils.",
    )
    cost = AmountField(label="Coût estimé (€)", required=False)
    days = FrenchDecimalField(
        label="Charge (jours de travail)",
        required=False,
        max_digits=7,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=Decimal(LARGEST_WORK),
        error_messages={
            "min_value": "Une charge ne peut pas être négative.",
            "max_value": "Au plus 10\u00a0000 jours de travail.",
        },
    )
    opinion = forms.CharField(
        label="Avis de l’instruction",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que vous conseillez, et pourquoi\u00a0: la décision porte dessus.",
        error_messages={
            "required": "Donnez l’avis de l’instruction\u00a0: c’est sur lui que porte la décision."
        },
    )
    field_order = ["impact", "cost", "days", "opinion", "version"]


class DecisionForm(VersionedForm):
    """Accepting or refusing, with reasons."""

    verdict = forms.ChoiceField(
        label="Décision",
        choices=[(ChangeState.ACCEPTED.value, "Accepter"), (ChangeState.REFUSED.value, "Refuser")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Motif",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Motivez la décision\u00a0: son auteur et les personnes informées la liront."
        },
    )
    field_order = ["verdict", "reason", "version"]


class ReopenForm(VersionedForm):
    reason = forms.CharField(
        label="Pourquoi la rouvrir\u00a0?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Dites pourquoi la demande est rouverte."},
    )


class NoteForm(VersionedForm):
    """Words that go with a move, which may be none."""

    note = forms.CharField(
        label="Précision (facultatif)",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OpinionForm(CadrageForm):
    text = forms.CharField(
        label="Votre avis",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Visible de tous les membres du projet.",
        error_messages={"required": "Écrivez votre avis."},
    )


class ChangeFilter(forms.Form):
    """Filters of the list; an unknown value narrows nothing."""

    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), (WAITING, "En attente"), (OVER, "Décidées ou retirées"), *ChangeState.choices],
    )
    service = forms.ChoiceField(label="Service", required=False)
    moi = forms.BooleanField(label="Qui m’attendent", required=False)

    def __init__(self, data: Any, *, project: Project, departments: list[Department]) -> None:
        super().__init__(data)
        services = [(one.code, one.name) for one in departments]
        cast("forms.ChoiceField", self.fields["service"]).choices = [("", "Tous"), *services]
        self.full_clean()

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that narrow something, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}
