"""Forms of the charter’s lists."""

import re
from typing import Any

from django import forms

from charter.forms.fields import CodeField, FrenchDecimalField
from charter.forms.rows import ProjectRowForm
from charter.models import (
    BudgetLine,
    Department,
    OperationalObjective,
    Project,
    Risk,
    ScopeItem,
    StrategicObjective,
)

SCORES = [
    (1, "1 – très faible"),
    (2, "2 – faible"),
    (3, "3 – moyenne"),
    (4, "4 – forte"),
    (5, "5 – très forte"),
]


def next_objective_ref(project: Project) -> str:
    """« OP-4 » when the highest reference ever given is OP-3, deleted ones included."""
    refs = OperationalObjective.objects.filter(project=project).values_list("ref", flat=True)
    numbers = [int(found[1]) for found in (re.fullmatch(r"OP-(\d+)", ref) for ref in refs) if found]
    return f"OP-{max(numbers, default=0) + 1}"


class StrategicObjectiveForm(ProjectRowForm[StrategicObjective]):
    class Meta:
        model = StrategicObjective
        fields = ["key", "teams", "benefits", "results", "reinforces", "ambition", "wording"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["rows"] = 2
        self.fields["wording"].widget.attrs["rows"] = 4
        if self.instance._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0


class OperationalObjectiveForm(ProjectRowForm[OperationalObjective]):
    baseline = FrenchDecimalField(label="Valeur de départ", required=False, max_digits=14, decimal_places=2)
    target = FrenchDecimalField(label="Cible", required=False, max_digits=14, decimal_places=2)

    class Meta:
        model = OperationalObjective
        fields = [
            "ref", "department", "horizon", "title", "crm_action", "expected", "measure", "baseline",
            "target", "unit", "how", "relevance", "due",
        ]  # fmt: skip
        help_texts = {
            "title": "Un seul résultat, nommé avec précision.",
            "measure": "Ce que l’on compte\u00a0: « délai de première réponse ».",
            "due": "Un objectif sans cible chiffrée ou sans échéance est signalé.",
            "relevance": "En quoi il sert l’objectif stratégique.",
        }
        widgets = {
            "crm_action": forms.Textarea(attrs={"rows": 2}),
            "expected": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("ref", next_objective_ref(self.project))

    def clean_ref(self) -> str:
        ref = str(self.cleaned_data["ref"])
        _refuse_twin_in_trash(self.instance, "ref", ref, "Un objectif supprimé porte cette référence")
        return ref


class ScopeItemForm(ProjectRowForm[ScopeItem]):
    class Meta:
        model = ScopeItem
        fields = ["included", "text"]
        widgets = {"included": forms.RadioSelect}


class BudgetLineForm(ProjectRowForm[BudgetLine]):
    amount = FrenchDecimalField(label="Montant (€ HT)", max_digits=12, decimal_places=2, min_value=0)

    class Meta:
        model = BudgetLine
        fields = ["category", "label", "amount", "recurring", "internal"]
        help_texts = {
            "recurring": "Le montant est alors celui d’une année.",
            "internal": "Temps ou moyens de l’entreprise, sans facture.",
        }


class RiskForm(ProjectRowForm[Risk]):
    probability = forms.TypedChoiceField(label="Probabilité", choices=SCORES, coerce=int)
    impact = forms.TypedChoiceField(label="Gravité", choices=SCORES, coerce=int)

    class Meta:
        model = Risk
        fields = ["title", "kind", "probability", "impact", "response", "owner"]
        help_texts = {"kind": "Une crainte exprimée se note telle quelle, sans la minimiser."}
        widgets = {"response": forms.Textarea(attrs={"rows": 3})}


class DepartmentForm(ProjectRowForm[Department]):
    code = CodeField(
        label="Code",
        min_length=2,
        max_length=6,
        help_text="De 2 à 6 capitales ou chiffres, au début des références\u00a0: COM-012.",
    )

    class Meta:
        model = Department
        fields = ["code", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.last_reference:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = "Des exigences portent ce code\u00a0: il ne change plus."

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        _refuse_twin_in_trash(self.instance, "code", code, "Un service supprimé porte ce code")
        return code


def _refuse_twin_in_trash(row: Any, name: str, value: str, reason: str) -> None:
    twins = type(row).objects.deleted().filter(project=row.project, **{name: value}).exclude(pk=row.pk)
    if twins.exists():
        raise forms.ValidationError(
            f"{reason}\u00a0: restaurez-le depuis la corbeille, ou donnez une autre valeur."
        )
