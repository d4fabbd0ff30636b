"""Forms of requirements: one requirement, and the filters of the list."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import QuerySet

from charter.forms.rows import ProjectRowForm
from charter.models import Department, OperationalObjective, Project
from requirements.actions.needs import add_requirement
from requirements.models import Requirement
from requirements.models.needs import Category, Priority, RequirementQuerySet, RequirementStatus
from requirements.needs_rights import NeedRights


class RequirementForm(ProjectRowForm[Requirement]):
    """Writes a requirement with a person’s rights: the manager’s are accepted, the others’ are proposed."""

    class Meta:
        model = Requirement
        fields = [
            "title",
            "department",
            "category",
            "priority",
            "importance",
            "urgency",
            "objective",
            "text",
            "acceptance",
            "rationale",
            "source",
        ]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "acceptance": forms.Textarea(attrs={"rows": 2}),
            "rationale": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "text": "Une seule exigence, avec un sujet et une obligation\u00a0: «\u00a0Le CRM doit…\u00a0».",
            "importance": "Facultatif. Ce que l’on perd si l’exigence n’est pas satisfaite.",
            "urgency": "Facultatif. Ce que l’on perd si elle l’est plus tard.",
            "acceptance": "Comment constatera-t-on, le jour de la recette, qu’elle est satisfaite\u00a0?",
        }

    def __init__(self, *args: Any, rights: NeedRights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rights = rights
        # Several forms may stand open in one list: their fields need ids of their own.
        self.auto_id = f"id_{self.instance.ref or 'nouvelle'}_%s"
        self.fields["title"].widget.attrs["data-autofocus"] = ""
        if not rights.writes_all and rights.own_department:
            self._keep_to(rights.own_department)

    def _keep_to(self, department: Department) -> None:
        field = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        field.queryset = Department.objects.filter(pk=department.pk)
        field.empty_label = None
        field.initial = department

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            "version",
            "title",
            Row(
                Column("department", css_class="col-sm-6"),
                Column("objective", css_class="col-sm-6"),
                Column("category", css_class="col-sm-6"),
                Column("priority", css_class="col-sm-6"),
                Column("importance", css_class="col-sm-6"),
                Column("urgency", css_class="col-sm-6"),
            ),
            "text",
            "acceptance",
            Row(Column("rationale", css_class="col-md-7"), Column("source", css_class="col-md-5")),
        )
        return helper

    def context(self) -> dict[str, Any]:
        return {**super().context(), "rights": self.rights}

    def save_row(self) -> Requirement | None:
        if not self.instance._state.adding:
            return super().save_row()
        if not self.rights.writes_all:
            self.instance.status = RequirementStatus.PROPOSED
            member = self.rights.access.membership
            self.instance.source = self.instance.source or (member.display_name[:200] if member else "")
        return add_requirement(requirement=self.instance, by=self.rights.access.user)


class RequirementFilter(forms.Form):
    """What the list is narrowed to; an unknown value narrows nothing."""

    q = forms.CharField(
        label="Rechercher",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Mots, référence, source…"}),
    )
    service = forms.ChoiceField(label="Service", required=False)
    categorie = forms.ChoiceField(
        label="Catégorie", required=False, choices=[("", "Toutes"), *Category.choices]
    )
    priorite = forms.ChoiceField(
        label="Priorité", required=False, choices=[("", "Toutes"), *Priority.choices]
    )
    statut = forms.ChoiceField(
        label="Statut", required=False, choices=[("", "Tous"), *RequirementStatus.choices]
    )
    objectif = forms.ChoiceField(label="Objectif", required=False)
    sans_critere = forms.BooleanField(label="Sans critère d’acceptation", required=False)

    NO_OBJECTIVE = "aucun"

    def __init__(self, data: Any, *, project: Project) -> None:
        super().__init__(data)
        departments = Department.objects.live().filter(project=project).values_list("code", "name")
        objectives = OperationalObjective.objects.live().filter(project=project).values_list("ref", "title")
        self._choices("service", [("", "Tous"), *departments])
        self._choices(
            "objectif",
            [
                ("", "Tous"),
                (self.NO_OBJECTIVE, "Aucun objectif"),
                *((ref, f"{ref} – {title[:60]}") for ref, title in objectives),
            ],
        )
        self.full_clean()

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that narrow something, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def keeps_order(self) -> bool:
        """Whether the list shows departments whole, so that « one place up » means what it shows."""
        return set(self.chosen) <= {"service"}

    def narrowed(self, rows: RequirementQuerySet) -> "QuerySet[Requirement]":
        """These requirements, filtered."""
        chosen = self.chosen
        columns = {
            "service": "department__code",
            "categorie": "category",
            "priorite": "priority",
            "statut": "status",
        }
        rows = rows.filter(**{column: chosen[name] for name, column in columns.items() if name in chosen})
        if "q" in chosen:
            rows = rows.matching(chosen["q"])
        if "sans_critere" in chosen:
            rows = rows.filter(acceptance="")
        if chosen.get("objectif") == self.NO_OBJECTIVE:
            rows = rows.filter(objective=None)
        elif "objectif" in chosen:
            rows = rows.filter(objective__ref=chosen["objectif"])
        return rows
