"""What people read follows French typography: non-breaking spaces before : ; ? ! and in « », real apostrophes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = ("accounts", "charter", "crmproject", "planning", "raci", "requirements", "selection")
WRONG = re.compile(r"(?<=[^\W\d_]|[»)…’]) [:;?!»](?!\S)|« |[^\W\d_]'[^\W\d_]")
# What templates hold that nobody reads, and the attributes that people do read.
UNREAD = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)
MARK = re.compile(r"\{%.*?%\}", re.DOTALL)
QUOTED = re.compile(r'"([^"]*)"')
PROGRAMS = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>", re.DOTALL)
READ = re.compile(r'(?:title|aria-label|data-confirm[a-z-]*|placeholder|alt)="([^"]*)"')


def literals(source: str) -> Iterator[str]:
    """The texts of a Python file, without its docstrings and its SQL."""
    tree = ast.parse(source)
    scopes = (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, scopes)]
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield "" if "SELECT " in node.value else node.value


def words(template: str) -> str:
    """What a person reads of a template."""
    text = UNREAD.sub("X", template)
    text = MARK.sub(lambda mark: "X" + "|".join(["", *QUOTED.findall(mark.group(0)), ""]), text)
    text = PROGRAMS.sub(" ", text)
    return TAG.sub(lambda tag: " ".join(READ.findall(tag.group(0))), text)


@pytest.mark.parametrize("app", APPS)
def test_messages_follow_french_typography(app: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for text in literals(path.read_text())
        if WRONG.search(text)
    ]
    assert not wrong


def test_templates_follow_french_typography() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {found.group(0)!r}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for found in WRONG.finditer(words(path.read_text()))
    ]
    assert not wrong
