"""What answers become in the charter: risks and fears."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.urls import reverse

from accounts.models import User
from charter.access import Permission
from charter.forms.risks import SCORES
from charter.harvest import Destination, HarvestForm, Raw, Target, destination
from charter.models import Project, Risk
from charter.models.risks import RiskKind
from crmproject.toolkit.rows import next_position
from crmproject.toolkit.text import shortened


class RiskHarvestForm(HarvestForm):
    """A risk as it is first written; the rest is filled in on its own page."""

    shared = ("probability", "impact")

    title = forms.CharField(label="Intitulé", max_length=300)
    probability = forms.TypedChoiceField(label="Probabilité", choices=SCORES, coerce=int, initial=3)
    impact = forms.TypedChoiceField(label="Gravité", choices=SCORES, coerce=int, initial=3)
    response = forms.CharField(
        label="Parade", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    @classmethod
    def first_values(cls, raw: Raw) -> dict[str, Any]:
        return {"title": shortened(raw.title, 300)}


class FearHarvestForm(RiskHarvestForm):
    """A fear, told as it was; what is answered may come later."""

    response = forms.CharField(
        label="Notre réponse", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


def _create_as(kind: RiskKind, project: Project, values: Mapping[str, Any]) -> int:
    made = Risk.objects.create(
        project=project,
        kind=kind,
        position=next_position(Risk.objects.filter(project=project)),
        **{name: values[name] for name in ("title", "probability", "impact", "response")},
    )
    return int(made.pk)


def create_risk(project: Project, by: User, values: Mapping[str, Any], raw: Raw) -> int:
    """An internal brake: what staff tell comes from inside."""
    return _create_as(RiskKind.INTERNAL, project, values)


def create_fear(project: Project, by: User, values: Mapping[str, Any], raw: Raw) -> int:
    return _create_as(RiskKind.FEAR, project, values)


def risk_targets(project_id: int, ids: Collection[int]) -> dict[int, Target]:
    """These risks, put aside or not."""
    rows = Risk.objects.filter(project=project_id, pk__in=ids).select_related("project")
    return {
        row.pk: Target(
            shortened(row.title, 80),
            reverse("register_edit", args=[row.project.slug, "risques", row.pk])
            if not row.is_deleted
            else reverse("register", args=[row.project.slug, "risques"]),
            row.title,
            row.is_deleted,
        )
        for row in rows
    }


def risks_by_title(project_id: int) -> dict[str, int]:
    """Live risks by their title; the first of two that bear the same."""
    rows = Risk.objects.live().filter(project=project_id).order_by("-position", "-pk")
    return dict(rows.values_list("title", "pk"))


destination(
    Destination(
        name="risk",
        one="un risque",
        several="risques",
        became="devenue le risque",
        icon="exclamation-triangle",
        permission=Permission.EDIT_CHARTER,
        form=RiskHarvestForm,
        create=create_risk,
        targets=risk_targets,
        named=risks_by_title,
        order=20,
    )
)

destination(
    Destination(
        name="fear",
        one="une crainte",
        several="craintes",
        became="devenue la crainte",
        icon="heart-pulse",
        permission=Permission.EDIT_CHARTER,
        form=FearHarvestForm,
        create=create_fear,
        targets=risk_targets,
        named=risks_by_title,
        order=30,
    )
)
