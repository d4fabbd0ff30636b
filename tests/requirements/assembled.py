"""A specification of 150 requirements as plain data, with all that an assembly has to join, and its file."""

import datetime
import functools
from typing import Any

import pikepdf

from charter.front import Front, Recipient
from crmproject.toolkit.pdf.composing import ComposedPdf, Memory, compose, render_here
from crmproject.toolkit.pdf.parts import Layout
from requirements.pdf.annexes import Annex
from requirements.pdf.document import Document, HistoryLine, PrintedApproval, PrintedSection
from requirements.pdf.parting import layout_of
from tests.requirements.test_pdf import opened

MADE = datetime.datetime(2027, 3, 5, 9, tzinfo=datetime.UTC)
DEPARTMENTS = {"COM": 70, "SAV": 50, "A1": 30}
PEOPLE = ["Claire Dupont", "Paul Martin", "Aïcha Benali"]
# One store of parts for every test of this process: a part is rendered once.
SHELF = Memory()


def printed_section(number: str, title: str, text: str = "", *blocks: Any, **values: Any) -> PrintedSection:
    """A section with this text and these blocks, given by name and data."""
    content = {
        "format": 1,
        "title": title,
        "department": "",
        "text": text,
        "blocks": [{"name": name, "data": data} for name, data in blocks],
    }
    values = {"state": "validated", "fingerprint": number.encode().hex().ljust(64, "a"), **values}
    return PrintedSection(number=number, level=number.count(".") + 1, content=content, **values)


def requirement(code: str, rank: int, **values: Any) -> dict[str, Any]:
    """A requirement as an edition keeps it."""
    ref = f"{code}-{rank:03d}"
    return {
        "ref": ref,
        "title": f"Suivre l’affaire numéro {rank} du service {code}",
        "priority": ("must", "should", "could", "wont")[rank % 4],
        "category": "functional",
        "category_label": "Fonctionnelle",
        "text": f"Le système garde trace de l’affaire {ref} et de son montant. " * (1 + rank % 4),
        "acceptance": "L’affaire est retrouvée en moins de trois secondes." if rank % 3 else "",
        "rationale": "Vu en atelier." if rank % 5 == 0 else "",
        "source": "Entretien",
        "department": code,
        "department_code": code,
        "objective_ref": "",
        "objective_title": "",
        **values,
    }


def requirements_of(code: str) -> list[dict[str, Any]]:
    return [requirement(code, rank) for rank in range(1, DEPARTMENTS[code] + 1)]


def short_rows() -> dict[str, Any]:
    """The rows of a table of one category."""
    rows = [row for code in DEPARTMENTS for row in requirements_of(code)]
    return {
        "rows": [{name: row[name] for name in ("ref", "title", "priority", "department")} for row in rows]
    }


def risks() -> dict[str, Any]:
    rows = [
        {
            "title": f"Risque {rank}",
            "kind": "Risque",
            "probability": 1 + rank % 4,
            "impact": 1 + rank % 3,
            "criticality": (1 + rank % 4) * (1 + rank % 3),
            "level": "Moyenne",
            "response": "Prévoir un recouvrement.",
            "owner": PEOPLE[rank % 3],
        }
        for rank in range(8)
    ]
    return {"rows": rows, "fears": []}


def matrix() -> dict[str, Any]:
    lines = [
        {"ref": f"T{rank}", "title": f"Activité {rank}", "cells": ["R", "A", "C" if rank % 2 else "I"]}
        for rank in range(20)
    ]
    return {"people": PEOPLE, "rows": [{"group": "Préparer", "lines": lines}]}


def comments() -> Annex:
    thread = {"kind": "Question", "author": PEOPLE[0], "when": MADE.isoformat(), "text": "Quel volume ?"}
    section = {"number": "1", "title": "Contexte", "threads": [thread]}
    return Annex("Commentaires", "pdf/annex_comments.html", {"total": 1, "open": 1, "sections": [section]})


CONTEXT = (
    "<h3>Un titre intermédiaire</h3><p>Du <strong>texte</strong> avec un "
    '<a href="https://exemple.fr/crm">lien vers un site</a> et <em>de l’italique</em>.</p>'
    "<ul><li><p>Premier</p><ul><li><p>Dessous</p></li></ul></li><li><p>Second</p></li></ul>"
    "<table><thead><tr><th>Nom</th><th>Valeur</th></tr></thead>"
    "<tbody><tr><td>Clients</td><td>1 200</td></tr><tr><td></td><td>Vide à gauche</td></tr></tbody></table>"
    "<blockquote><p>Une citation.</p></blockquote>"
)


def whole_document(**values: Any) -> Document:
    """Prose, 150 requirements in runs, a long table, figures, a matrix on lying pages, an annex."""
    approval = PrintedApproval(
        PEOPLE[0], "Direction commerciale", "2027-03-03T10:00:00+01:00", "31" + "a" * 62, roles="Sponsor"
    )
    history = [HistoryLine(2, "Pour le comité", "validated", MADE.date(), PEOPLE[1], "Planning recalé")]
    sections = [
        printed_section("1", "Contexte", CONTEXT, approvals=[approval]),
        printed_section("1.1", "Objet du document", "<p>Ce que dit ce document.</p>" * 3),
        printed_section("2", "Besoins des services", state="heading"),
        printed_section(
            "2.1", "Commercial", "<p>Vendre.</p>", ("requirements", {"rows": requirements_of("COM")})
        ),
        printed_section("2.2", "Après-vente", "", ("requirements", {"rows": requirements_of("SAV")})),
        printed_section(
            "2.3", "Achats", "", ("requirements", {"rows": requirements_of("A1")}), state="draft"
        ),
        printed_section(
            "3", "Exigences techniques", "<p>Toutes.</p>", ("technical_requirements", short_rows())
        ),
        printed_section("4", "Risques", "", ("risks", risks())),
        printed_section("5", "Responsabilités", "<p>Qui fait quoi.</p>", ("raci", matrix())),
        printed_section("6", "Suite", "<p>Et après.</p>", approvals=[approval]),
    ]
    chosen: dict[str, Any] = {
        "front": Front(
            organisation="Entreprise de négoce",
            project="Mise en place du CRM",
            recipients=[Recipient(PEOPLE[0], "Direction commerciale", "Sponsor")],
        ),
        "number": 2,
        "title": "Pour le comité",
        "status": "draft",
        "dated": MADE,
        "author": PEOPLE[1],
        "note": "Planning recalé",
        "history": history,
        "sections": sections,
        "code": "ABCD-EFGH-JKMN",
        "copy_for": "Émile Zola",
        "annexes": [comments()],
    }
    return Document(**{**chosen, **values})


@functools.cache
def whole_layout() -> Layout:
    return layout_of(whole_document())


@functools.cache
def whole_pdf() -> ComposedPdf:
    return compose(whole_layout(), rendering=render_here(SHELF))


def whole_file() -> pikepdf.Pdf:
    return opened(whole_pdf())
