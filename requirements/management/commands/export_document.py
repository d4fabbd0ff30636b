"""Write the PDF of a document beside the specification to a file: the same composition as the site’s."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from charter.models import Project
from crmproject.toolkit import documents
from crmproject.toolkit.blocks import Gathering
from crmproject.toolkit.commands import ScriptCommand, refused
from crmproject.toolkit.pdf.composing import compose
from crmproject.toolkit.refusals import RefusedError


def _known(name: str) -> str:
    """This name, when it is that of a document."""
    if documents.get(name) is None:
        possible = ", ".join(one.name for one in documents.all_documents())
        raise ArgumentTypeError(f"invalid choice: {name!r} (choose from {possible})")
    return name


class Command(ScriptCommand):
    help = "Écrit le PDF d’un document du projet\u00a0: note de cadrage, matrice RACI, planning."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="identifiant du projet")
        names = [one.name for one in documents.all_documents()]
        parser.add_argument("name", type=_known, metavar="DOCUMENT", help=", ".join(names))
        parser.add_argument("-o", "--output", required=True, metavar="FICHIER.pdf", help="fichier à écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"])
        project = Project.objects.live().filter(slug=options["slug"]).first()
        found = documents.get(options["name"])
        if project is None or found is None:
            raise refused(f"Il n’y a pas de projet «\u00a0{options['slug']}\u00a0».")
        if not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
            raise refused(f"On ne peut pas écrire dans le dossier «\u00a0{output.parent}\u00a0».")
        try:
            layout = found.layout(Gathering(project.pk))
        except RefusedError as reason:
            raise refused(str(reason)) from None
        pdf = compose(layout)
        output.write_bytes(pdf.content)
        self.stdout.write(f"{output}\u00a0: {pdf.pages} pages, SHA-256 {pdf.sha256}")
