"""The edition of the demo project: everything of its file is printed, agreed on, and readable by machines.

pdftotext is read in the order of the file’s drawing, so that the lines of one cell follow one another. Words are
compared without spaces and hyphens, since a line may end inside a word; what is looked for is looked for in the
pages of its own section only, and keys as whole words.
"""

import re
import subprocess
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from charter.models import Project
from requirements.actions.editions import freeze_edition
from requirements.models import Edition, Specification
from requirements.pdf.compose import compose
from requirements.pdf.document import Document, document_of
from tests.agreement import agree_on_the_rest
from tests.charter.project_files import DEMO_FILE, demo_data

pytestmark = pytest.mark.django_db

type Item = dict[str, Any]


def squashed(text: str) -> str:
    """Letters and signs only: a phrase stays itself wherever its lines and words are broken."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", unicodedata.normalize("NFKC", text))


@dataclass
class Printed:
    """A composed edition, and what can be read in it."""

    document: Document
    file: Path
    pages: list[str] = field(default_factory=list)
    first_page: dict[str, int] = field(default_factory=dict)  # by section number, from 0

    def __post_init__(self) -> None:
        run = subprocess.run(
            ["pdftotext", "-raw", str(self.file), "-"], capture_output=True, text=True, check=True
        )
        self.pages = run.stdout.removesuffix("\f").split("\f")
        with pikepdf.open(self.file) as pdf, pdf.open_outline() as outline:
            numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
            for item in flat(outline.root):
                target = item.destination[0] if item.destination is not None else item.action.D[0]
                self.first_page[words(item.title).split(" ")[0]] = numbers[target.objgen]

    def text_of(self, block: str) -> str:
        """The pages of the sections that show this block."""
        numbers = [
            section.number
            for section in self.document.sections
            if block in [entry["name"] for entry in section.content["blocks"]]
        ]
        assert numbers, f"no section shows the block {block}"
        return "\n".join(self.pages_of(number) for number in numbers)

    def pages_of(self, number: str) -> str:
        """The pages of a section, as far as the next one."""
        order = [section.number for section in self.document.sections]
        start = self.first_page[number]
        following = [self.first_page[one] for one in order[order.index(number) + 1 :]]
        return "\n".join(self.pages[start : (following[0] + 1) if following else len(self.pages)])

    def front(self) -> str:
        return "\n".join(self.pages[: self.first_page["1"]])


def words(text: str) -> str:
    return " ".join(text.split())


def flat(items: list[Any]) -> list[Any]:
    return [one for item in items for one in (item, *flat(list(item.children)))]


@pytest.fixture(scope="module")
def printed(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Printed:
    """The demo’s edition, agreed on by everybody and composed once for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_project", str(DEMO_FILE))
        call_command("demo_accounts", stdout=StringIO())
        project = Project.objects.get(slug="negoce")
        agree_on_the_rest(project)
        edition = freeze_edition(
            specification=Specification.objects.of(project),
            title="Pour le comité",
            note="",
            by=project.manager,
        )
        document = document_of(Edition.objects.get(pk=edition.pk))
        transaction.set_rollback(True)  # no other test shall find it
    file = tmp_path_factory.mktemp("demo") / "edition.pdf"
    file.write_bytes(compose(document).content)
    return Printed(document, file)


def referenced(requirements: list[Item]) -> list[tuple[str, Item]]:
    """Each requirement with the reference that its place in the file gives it."""
    last: dict[str, int] = defaultdict(int)
    found = []
    for one in requirements:
        last[one["department"]] += 1
        found.append((f"{one['department']}-{last[one['department']]:03d}", one))
    return found


def phrases(data: Item) -> dict[str, list[str]]:
    """What the file says, by the block that must print it."""
    existing, planning, aims = data["existing"], data["planning"], data["objectives"]["operational"]
    titles = {task["key"]: task["title"] for task in planning["tasks"]}
    requirements = referenced(data["requirements"])
    return {
        "requirements": [
            text for _, one in requirements for text in (one["title"], one["text"], one["acceptance"])
        ],
        "traceability": [one["title"] for one in aims],
        "objectives": [one[name] for one in aims for name in ("title", "crm_action", "expected", "measure")],
        "strategic_objective": list(data["objectives"]["strategic"].values()),
        "scope": [
            one if isinstance(one, str) else one["text"]
            for one in [*data["scope"]["in"], *data["scope"]["out"]]
        ],
        "existing_tools": [one[name] for one in existing["tools"] for name in ("name", "role", "limits")],
        "tool_links": [f"{one['from']}{one['to']}" for one in existing["links"]],
        "data_sources": [one[name] for one in existing["data"] for name in ("name", "structure")],
        "current_flows": [
            text
            for one in existing["flows"]
            for text in (one["name"], one["pain"], one["loss"], *one["steps"])
        ],
        "processes": [
            text for one in data["processes"] for text in (one["title"], *one["current"], *one["expected"])
        ],
        "automations": [
            text for one in data["automations"] for text in (one["title"], one["trigger"], *one["actions"])
        ],
        "interactions": [
            text
            for one in data["interactions"]
            for text in (one["touchpoint"], one.get("problem", ""), *one.get("needs", []))
            if text
        ],
        "use_cases": [text for one in data["use_cases"] for text in (one["title"], *one["steps"])],
        "deliverables": [one["title"] for one in data["deliverables"]],
        "budget": [one["label"] for one in data["budget"]],
        "risks": [one[name] for one in data["risks"] for name in ("title", "response")],
        "criteria": [one["title"] for one in data["criteria"]],
        "planning": [*titles.values(), *(one["title"] for one in planning["phases"] + planning["gates"])],
        "raci": [
            f"{one['activity']}{titles[one['activity']]}" if "activity" in one else one["title"]
            for one in data["raci"]
        ],
    }


def keys(data: Item) -> dict[str, list[str]]:
    """References and keys, by the block that must print them as words of their own."""
    planning = data["planning"]
    references = [ref for ref, _ in referenced(data["requirements"])]
    return {
        "requirements": references,
        "priorities": references,
        "traceability": [*references, *(one["ref"] for one in data["objectives"]["operational"])],
        "objectives": [one["ref"] for one in data["objectives"]["operational"]],
        "planning": [one["key"] for one in planning["tasks"] + planning["gates"]],
        "raci": [one["activity"] for one in data["raci"] if "activity" in one],
    }


def lacking_phrases(text: str, wanted: list[str]) -> list[str]:
    whole = squashed(text)
    return [phrase for phrase in wanted if squashed(phrase) not in whole]


def lacking_keys(text: str, wanted: list[str]) -> list[str]:
    return [key for key in wanted if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text)]


def test_everything_of_the_file_is_printed_in_its_section(printed: Printed) -> None:
    data = demo_data()
    lacking = {
        block: lost
        for block, said in phrases(data).items()
        if (lost := lacking_phrases(printed.text_of(block), said))
    }
    assert lacking == {}
    lacking = {
        block: lost
        for block, names in keys(data).items()
        if (lost := lacking_keys(printed.text_of(block), names))
    }
    assert lacking == {}


def test_what_the_file_does_not_say_is_not_found(printed: Printed) -> None:
    """The reading above can tell what is printed from what is not."""
    text = printed.text_of("requirements")
    assert lacking_phrases(text, ["Pipeline visuel des occasions"]) != []
    assert lacking_keys(text, ["COM-005", "OM-001", "COM-00"]) == ["COM-005", "OM-001", "COM-00"]
    assert lacking_phrases(printed.text_of("deliverables"), ["Résistance au changement"]) != []


def test_every_approval_is_printed_in_its_section_and_among_the_validations(printed: Printed) -> None:
    front = squashed(printed.front())
    for section in printed.document.agreed_on:
        assert section.is_validated
        assert section.approvals
        digits = squashed(section.short_fingerprint)
        assert len(digits) == 12
        assert section.fingerprint.startswith(digits)
        line = re.search(rf"{re.escape(squashed(section.number + section.title))}(.{{,400}}?){digits}", front)
        assert line, f"{section.title} is not among the validations"
        seal = squashed(printed.pages_of(section.number)).partition("Sectionvalidée")[2]
        for approval in section.approvals:
            name = squashed(approval.name)
            assert approval.fingerprint == section.fingerprint
            assert name in line.group(1)
            assert re.search(rf"{re.escape(name)}.{{,80}}empreinte{digits}", seal)


def test_a_validated_edition_bears_no_watermark_and_counts_its_pages(printed: Printed) -> None:
    text = "\n".join(printed.pages)
    assert "Édition validée" in text
    assert "PROJET" not in text
    assert "BROUILLON" not in text
    total = len(printed.pages)
    for index, page in enumerate(printed.pages):
        assert len(page.split()) > 10, f"page {index + 1} says nothing"
        if index:
            assert words(f"Page {index + 1} / {total}") in words(page)


def test_the_file_is_tagged_named_and_bookmarked(printed: Printed) -> None:
    with pikepdf.open(printed.file) as pdf, pdf.open_outline() as outline:
        root = pdf.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("fr", True)
        assert str(pdf.docinfo.Title) == "Cahier des charges – Mise en place du CRM – Édition 1"
        assert root.ViewerPreferences.DisplayDocTitle
        titles = [words(item.title) for item in flat(outline.root)]
        for section in printed.document.sections:
            assert f"{section.number} {section.title}" in titles
        # Viewers name each page by the number that is printed on it.
        assert [str(page.label) for page in pdf.pages] == [str(index + 1) for index in range(len(pdf.pages))]
        parents = [int(page.obj["/StructParents"]) for page in pdf.pages]
        assert len(set(parents)) == len(pdf.pages)
        assert set(parents) <= set(numbers_in(root.StructTreeRoot.ParentTree))


def numbers_in(tree: Any) -> list[int]:
    """The keys of a PDF number tree."""
    own = [int(key) for key in list(tree.get("/Nums", []))[::2]]
    return own + [key for kid in tree.get("/Kids", []) for key in numbers_in(kid)]
