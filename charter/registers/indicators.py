"""Indicators of success, on a page of their own."""

from typing import Any

from django.db.models import QuerySet

from charter.access import Permission, ProjectRequest
from charter.blocks.indicators import row_of
from charter.forms.indicators import IndicatorForm
from charter.indicatordrawings import indicator_trend
from charter.models import Indicator, Project
from charter.register import Column, Register, register
from crmproject.toolkit.templatetags.french import long_date


class IndicatorRegister(Register):
    """A list whose rows come with their measurements."""

    def rows_and_trash(self, project: Project) -> "QuerySet[Any]":
        return Indicator.objects.filter(project=project).with_measurements()


def may_measure(request: ProjectRequest, indicator: Indicator) -> bool:
    """Whether this person writes measurements: the manager, and who owns the indicator."""
    member = request.access.membership
    return request.access.allows(Permission.EDIT_CHARTER) or (
        member is not None and indicator.owner_id == member.pk
    )


def _drawing(indicator: Indicator) -> object:
    return indicator_trend(row_of(indicator))


def _context(request: ProjectRequest) -> dict[str, object]:
    member = request.access.membership
    return {"me": member.pk if member else None}


indicators = register(
    IndicatorRegister(
        slug="indicateurs",
        model=Indicator,
        form=IndicatorForm,
        title="Indicateurs de succès",
        lead="Fixés avant la mise en place, mesurés au bilan\u00a0: un départ, une cible, une date et un propriétaire.",
        add_label="Ajouter un indicateur",
        permission=Permission.EDIT_CHARTER,
        tab="charter",
        columns=(
            Column("Indicateur", "name"),
            Column("Chemin", lambda row: row.way),
            Column("Date de mesure", lambda row: long_date(row.due)),
            Column("Propriétaire", lambda row: row.owner.display_name if row.owner else ""),
            Column("Progression", lambda row: row.progress.words),
            Column("Mesures", _drawing),
        ),
        empty_text="Choisissez-en trois à six au catalogue, puis mesurez la valeur de départ avant que rien ne change.",
        template="charter/indicators/list.html",
        page="indicators",
        context=_context,
    )
)
