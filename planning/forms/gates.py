"""The form of a gate: what it comes after, and what it requires."""

from typing import Any

from django import forms

from charter.models import Project
from planning.forms.links import LinkedForm, TasksField
from planning.gatefile import section_numbers
from planning.models import Gate, GateDependency, GateKind
from requirements.models import Section


class SectionsField(forms.ModelMultipleChoiceField[Section]):
    """Several sections of the specification, ticked in the order of the outline."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Section.objects.none(), required=False, **kwargs)

    def offer(self, project: Project) -> None:
        """Offer the live sections of this project, with their numbers."""
        self._numbers = section_numbers(project)
        self.queryset = Section.objects.filter(pk__in=self._numbers)
        labels = dict(self.queryset.values_list("pk", "title"))
        self.choices = [
            (pk, f"{number} {labels[pk]}") for pk, number in self._numbers.items() if pk in labels
        ]


class GateForm(LinkedForm[Gate]):
    link, owner_name, task_name = GateDependency, "gate", "task"

    after = TasksField(label="Après les tâches", help_text="Sa date est la fin de la dernière d’entre elles.")
    sections = SectionsField(
        label="Sections à valider",
        help_text="Toutes, si vous n’en cochez aucune. Une section cochée comprend ses sous-sections.",
    )

    class Meta:
        model = Gate
        fields = ("key", "title", "kind", "needs_sections", "sections", "needs_checks", "needs_decision")
        help_texts = {
            "key": "Par exemple «\u00a0G2\u00a0».",
            "kind": "Un seul de chaque par projet. Le lancement se décide sur la note de cadrage, par la direction.",
            "needs_sections": "Et aucune question restée ouverte.",
            "needs_decision": "Sur l’édition validée qui a le contenu actuel.",
        }
        labels = {
            "needs_sections": "Exige des sections validées",
            "needs_checks": "Exige un contrôle de cohérence sans erreur bloquante",
            "needs_decision": "Exige une décision favorable du comité de pilotage",
        }

    field_order = (
        "key",
        "title",
        "after",
        "kind",
        "needs_sections",
        "sections",
        "needs_checks",
        "needs_decision",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].offer(self.project)  # type: ignore[attr-defined]  # a SectionsField

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == GateKind.LAUNCH and cleaned.get("sections"):
            self.add_error(
                "sections",
                "Le lancement porte sur la note de cadrage\u00a0: ne cochez aucune section du cahier des charges.",
            )
        return cleaned

    def clean_kind(self) -> Any:
        kind = self.cleaned_data["kind"]
        others = Gate.objects.live().filter(project=self.project, kind=kind).exclude(pk=self.instance.pk)
        if kind != GateKind.OTHER and (twin := others.first()):
            raise forms.ValidationError(
                f"Ce projet en a déjà un\u00a0: {twin.key} «\u00a0{twin.title}\u00a0»."
            )
        return kind
