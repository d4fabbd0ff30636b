"""The default plan of a specification (domain page, §2): 14 sections for a tender, the essential ones in-house."""

from dataclasses import dataclass

from charter.models import Procurement


@dataclass(frozen=True)
class PlannedSection:
    """A section of the default plan.

    `essential` sections are kept by a simplified in-house project. `by_department` gives one sub-section per
    department. `validators` says who decides by default: « heads » (those concerned by the content) or « sponsor ».
    """

    key: str
    title: str
    blocks: tuple[str, ...] = ()
    essential: bool = False
    by_department: bool = False
    validators: str = "heads"

    @staticmethod
    def of(key: str) -> "PlannedSection | None":
        """The planned section of this key, or None for a section of the project’s own."""
        return BY_KEY.get(key)


DEPARTMENT_BLOCKS = ("requirements",)

PLAN: tuple[PlannedSection, ...] = (
    PlannedSection(
        "summary",
        "Résumé exécutif",
        ("strategic_objective", "critical_needs", "criteria"),
        essential=True,
        validators="sponsor",
    ),
    PlannedSection("context", "Contexte", ("project_identity", "scope"), essential=True),
    PlannedSection(
        "objectives",
        "Objectifs stratégiques et opérationnels",
        ("strategic_objective", "objectives"),
        essential=True,
    ),
    PlannedSection("existing", "Existant", ("existing_tools", "tool_links", "data_sources", "current_flows")),
    PlannedSection("journey", "Parcours client et interactions", ("interactions",)),
    PlannedSection(
        "functional", "Besoins fonctionnels", ("other_requirements",), essential=True, by_department=True
    ),
    PlannedSection(
        "processes",
        "Processus métier cibles, automatisations et cas d’usage",
        ("processes", "automations", "use_cases"),
    ),
    PlannedSection("technical", "Exigences techniques", ("technical_requirements",), essential=True),
    PlannedSection("data", "Données", ("data_requirements",)),
    PlannedSection(
        "constraints",
        "Contraintes organisationnelles",
        ("organisational_requirements", "risks"),
        essential=True,
    ),
    PlannedSection("planning", "Planning, jalons et responsabilités", ("planning", "raci"), essential=True),
    PlannedSection("deliverables", "Livrables attendus par phase", ("deliverables",), essential=True),
    PlannedSection("budget", "Budget et modalités de réponse", ("budget", "criteria"), validators="sponsor"),
    PlannedSection("annexes", "Annexes", ("priorities", "traceability", "glossary")),
)

BY_KEY = {section.key: section for section in PLAN}


def plan_for(procurement: str) -> list[PlannedSection]:
    """The sections that a project of this procurement starts with."""
    return [section for section in PLAN if section.essential or procurement == Procurement.TENDER]
