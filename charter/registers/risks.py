"""Risks, and the fears that are told."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from charter.access import Permission, ProjectRequest
from charter.catalogue import MARKS, MARKS_SOURCE, ONE_IN_TWO
from charter.forms.risks import FearForm, RiskForm
from charter.models import FearCollection, Project, Risk
from charter.models.risks import RiskKind
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date


def _title(risk: Risk) -> str:
    return format_html('<a href="{}">{}</a>', reverse("risk", args=[risk.project.slug, risk.pk]), risk.title)


def _due(risk: Risk) -> str:
    return f"{long_date(risk.due)} – dépassée" if risk.is_late else long_date(risk.due)


def _response(risk: Risk) -> str:
    return "\u00a0: ".join(
        filter(None, [str(risk.get_strategy_display() if risk.strategy else ""), risk.response])
    )


def _owner(risk: Risk) -> str:
    return risk.owner.display_name if risk.owner else ""


def marks(request: ProjectRequest) -> Mapping[str, object]:
    """The figures of studies, to compare one’s own risks with."""
    return {"marks": MARKS, "marks_source": MARKS_SOURCE, "one_in_two": ONE_IN_TWO}


register(
    Register(
        slug="risques",
        model=Risk,
        form=RiskForm,
        title="Risques, freins et craintes",
        lead="Ce qui pourrait faire échouer le projet, et la réponse apportée.",
        add_label="Ajouter un risque",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("owner__user", "project"),
        template="charter/risks/list.html",
        context=lambda request: {**marks(request)},
        columns=(
            Column("Intitulé", _title),
            Column("Nature", "kind"),
            Column(
                "Criticité",
                lambda row: "" if row.is_fear else f"{row.criticality} – {row.level}",
                numeric=True,
            ),
            Column("Parade", _response),
            Column("Responsable", _owner),
            Column("Échéance", _due),
            Column("Statut", lambda row: "" if row.is_fear else row.get_status_display()),
        ),
        empty_text="Nommez les freins internes et externes, et les craintes entendues, sans les minimiser.",
    )
)


def _quoted(fear: Risk) -> str:
    return format_html("«\u00a0{}\u00a0»", _title(fear))


class FearRegister(Register):
    """The risks that are fears."""

    def rows_and_trash(self, project: Project) -> "QuerySet[Any]":
        return super().rows_and_trash(project).filter(kind=RiskKind.FEAR)


def _who(fear: Risk) -> str:
    return ", ".join(filter(None, [fear.profile, fear.department.name if fear.department else ""]))


def _answer(fear: Risk) -> str:
    return fear.response or "Pas encore de réponse"


def _fears(request: ProjectRequest) -> dict[str, object]:
    fears = Risk.objects.live().filter(project=request.project, kind=RiskKind.FEAR)
    answered = [bool(text) for text in fears.values_list("response", flat=True)]
    collection = FearCollection.objects.filter(project=request.project, is_open=True).first()
    return {"answered": sum(answered), "told": len(answered), "collection": collection}


register(
    FearRegister(
        slug="craintes",
        model=Risk,
        form=FearForm,
        title="Craintes exprimées",
        lead="Ce que les équipes redoutent, avec leurs mots, ce qui leur est répondu et où cela a été travaillé.",
        add_label="Ajouter une crainte",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        related=("owner__user", "department", "project"),
        template="charter/risks/fears.html",
        context=_fears,
        columns=(
            Column("Ce qui est craint", _quoted),
            Column("Par qui", _who),
            Column("Réponse apportée", _answer),
            Column("Travaillée", "workshop"),
            Column("Qui en répond", _owner),
        ),
        empty_text="Demandez aux équipes ce qui les inquiète, notez leurs mots, et dites ce que vous en ferez.",
    )
)
