"""The edition’s data as JSON, which its PDF carries: what a program reads, and what proves the fingerprints."""

import json
from dataclasses import asdict
from typing import Any

from crmproject.toolkit.frenchcsv import french_csv
from crmproject.toolkit.pdf.linking import Attached
from requirements.models.needs import Priority
from requirements.pdf.document import Document

FORMAT = "cadrage-crm/edition-1"
COLUMNS = {
    "ref": "Référence",
    "title": "Intitulé",
    "text": "Exigence",
    "department": "Service",
    "category_label": "Catégorie",
    "priority": "Priorité",
    "acceptance": "Critère d’acceptation",
    "rationale": "Justification",
    "source": "Source",
    "objective_ref": "Objectif servi",
}
EXPLANATION = (
    "Données de cette édition, telles qu’elles ont été figées. L’empreinte d’une section est le SHA-256, en "
    "hexadécimal, de son contenu en JSON canonique\u00a0: clés triées, sans espaces, UTF-8. L’empreinte du "
    "document est celle des lignes «\u00a0numéro empreinte\u00a0» de ses sections, dans leur ordre, séparées par "
    "un retour à la ligne. Chaque approbation est une signature électronique simple."
)


def attachments_of(document: Document) -> list[Attached]:
    """What the PDF of an edition carries: its data, and its requirements as a table. Nothing for a draft."""
    if not document.code:
        return []
    carried = [
        Attached(
            name=f"edition-{document.number}.json",
            description=f"Données de l’édition {document.number} au format JSON",
            content=edition_json(document),
            made=document.dated,
            relationship="Data",
        )
    ]
    if document.requirements:
        rows = ([_cell(name, row.get(name)) for name in COLUMNS] for row in document.requirements)
        carried.append(
            Attached(
                name=f"exigences-edition-{document.number}.csv",
                description=f"Exigences de l’édition {document.number}, pour un tableur",
                content=french_csv([list(COLUMNS.values()), *rows]),
                made=document.dated,
                relationship="Supplement",
                kind="text/csv",
            )
        )
    return carried


def _cell(name: str, value: object) -> str:
    if name == "priority":
        return str(dict(Priority.choices).get(str(value), value))
    return str(value or "")


def edition_json(document: Document) -> bytes:
    """The same bytes for the same edition, whoever asks and whenever."""
    return json.dumps(edition_data(document), ensure_ascii=False, sort_keys=True, indent=1).encode()


def edition_data(document: Document) -> dict[str, Any]:
    """What was frozen, as plain values."""
    return {
        "format": FORMAT,
        "explanation": EXPLANATION,
        "organisation": document.front.organisation,
        "project": document.front.project,
        "edition": {
            "number": document.number,
            "title": document.title,
            "date": document.dated.isoformat(),
            "status": document.status,
            "note": document.note,
            "author": document.author,
            "code": document.code,
            "verification": document.link,
            "fingerprint": document.fingerprint,
        },
        "sections": [
            {
                "number": section.number,
                "level": section.level,
                "state": section.state,
                "fingerprint": section.fingerprint,
                "content": section.content,
                "approvals": [asdict(approval) for approval in section.approvals],
            }
            for section in document.sections
        ],
    }
