"""What the tests of the budget share."""

from typing import Any

from django.urls import reverse

from charter.models import Project
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from crmproject.toolkit.diagnostics import rules

NARROW, NBSP = "\u202f", "\u00a0"


def page_of(project: Project) -> str:
    return reverse("register", args=[project.slug, "budget"])


def plain(text: str) -> str:
    return text.replace(NARROW, " ").replace(NBSP, " ").replace("&nbsp;", " ")


def collected(project: Project) -> dict[str, Any]:
    block = blocks.get("budget")
    assert block is not None
    return block.collect(Gathering(project.pk), Place())


def found(project: Project, rule_id: str) -> list[str]:
    (one,) = [rule for rule in rules() if rule.id == rule_id]
    return [plain(finding.text) for finding in one.check(Gathering(project.pk))]
