"""The default plans: a specification (domain page, §2), 14 sections for a tender, the essential ones in-house; and a
note de cadrage (§1)."""

from dataclasses import dataclass

from charter.models import Procurement, Project
from requirements.models import DocumentKind


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

# What the direction signs before anyone writes requirements.
NOTE_PLAN: tuple[PlannedSection, ...] = (
    PlannedSection(
        "note_context", "Contexte et diagnostic", ("project_identity", "diagnosis"), validators="sponsor"
    ),
    PlannedSection(
        "note_objectives", "Objectifs", ("strategic_objective", "objectives"), validators="sponsor"
    ),
    PlannedSection(
        "note_scope", "Périmètre et déploiement", ("scope", "who_what_where"), validators="sponsor"
    ),
    PlannedSection("note_team", "Équipe et gouvernance", ("team",), validators="sponsor"),
    PlannedSection("note_budget", "Budget", ("budget",), validators="sponsor"),
    PlannedSection("note_risks", "Risques, freins et craintes", ("risks",), validators="sponsor"),
    PlannedSection("note_change", "Conduite du changement", ("change_plan",), validators="sponsor"),
    PlannedSection("note_indicators", "Indicateurs de succès", ("indicators",), validators="sponsor"),
    PlannedSection("note_exit", "Sortie de l’ancien outil", ("exit_plan",), validators="sponsor"),
    PlannedSection("note_feasibility", "Faisabilité", ("feasibility",), validators="sponsor"),
)
# Only where there is a tool to leave [R-REMPL].
REPLACEMENT_ONLY = {"note_exit"}

PLANS = {DocumentKind.SPECIFICATION: PLAN, DocumentKind.FRAMING_NOTE: NOTE_PLAN}
BY_KEY = {section.key: section for plan in PLANS.values() for section in plan}


def plan_for(procurement: str) -> list[PlannedSection]:
    """The sections that the specification of a project of this procurement starts with."""
    return [section for section in PLAN if section.essential or procurement == Procurement.TENDER]


def start_of(project: Project, kind: DocumentKind) -> list[PlannedSection]:
    """The sections with which a document of this kind starts."""
    if kind == DocumentKind.SPECIFICATION:
        return plan_for(project.procurement)
    return [one for one in NOTE_PLAN if project.is_replacement or one.key not in REPLACEMENT_ONLY]
