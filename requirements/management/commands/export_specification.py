"""Write the PDF of a specification to a file: the same composition as the site’s."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from crmproject.toolkit.commands import ScriptCommand, refused
from requirements.models import Specification
from requirements.pdf.compose import compose
from requirements.pdf.document import Document, document_of, draft_document

DRAFT = "draft"


def edition_argument(text: str) -> int | str:
    """« draft », or the number of an edition."""
    return text if text == DRAFT else int(text)


class Command(ScriptCommand):
    help = "Écrit le PDF d’un cahier des charges."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="identifiant du projet")
        parser.add_argument(
            "--edition",
            type=edition_argument,
            metavar="N|draft",
            help="numéro d’édition, ou « draft » pour le brouillon (par défaut : la dernière édition)",
        )
        parser.add_argument("-o", "--output", required=True, metavar="FICHIER.pdf", help="fichier à écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"])
        specification = (
            Specification.objects.specifications()
            .filter(project__slug=options["slug"], project__deleted_at=None)
            .select_related("project__manager")
            .first()
        )
        if specification is None:
            raise refused(f"Aucun projet « {options['slug']} » n’a de cahier des charges.")
        if not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
            raise refused(f"On ne peut pas écrire dans le dossier « {output.parent} ».")
        pdf = compose(self.document(specification, options["edition"]))
        output.write_bytes(pdf.content)
        self.stdout.write(f"{output} : {pdf.pages} pages, SHA-256 {pdf.sha256}")

    def document(self, specification: Specification, number: int | str | None) -> Document:
        if number == DRAFT:
            return draft_document(specification)
        editions = specification.editions.select_related("specification__project")
        edition = editions.first() if number is None else editions.filter(number=number).first()
        if edition is None:
            raise refused(
                "Ce projet n’a pas encore d’édition : publiez-en une, ou demandez « --edition draft »."
                if number is None
                else f"Ce projet n’a pas d’édition {number}."
            )
        return document_of(edition)
