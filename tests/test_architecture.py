"""The shape of the code: small files, small functions, no template that nothing uses."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from crmproject.environment import BASE_DIR

MAX_FILE_LINES = 400
MAX_FUNCTION_STATEMENTS = 50
MAX_TEMPLATE_LINES = 150
# Templates of other packages that ours replace, and those that Django looks up by a fixed name.
OVERRIDES = ("account/", "allauth/", "mfa/", "bootstrap5/", "admin/", "django/", "registration/")
NAMED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def tracked(pattern: str) -> list[Path]:
    """Files of the project, as git knows them: neither the environment nor var/."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (BASE_DIR / line for line in listed.stdout.splitlines())
    return sorted(path for path in paths if path.exists() and "static/vendor" not in str(path))


PYTHON = [path for path in tracked("*.py") if "migrations" not in path.parts]
TEMPLATES = [path for path in tracked("*.html") + tracked("*.txt") if "templates" in path.parts]


def shown(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def count_statements(function: ast.AST) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1


@pytest.mark.parametrize("path", PYTHON, ids=shown)
def test_python_files_and_functions_are_small(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= MAX_FILE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert count_statements(node) <= MAX_FUNCTION_STATEMENTS, node.name


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_templates_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_TEMPLATE_LINES


def test_every_template_is_used() -> None:
    # The full name, quoted or followed by the name of a part: a name made up at run time is not seen,
    # so a family of templates (blocks, for instance) names each of its members in a string.
    sources = {path: path.read_text() for path in PYTHON + TEMPLATES}
    unused = set()
    for template in TEMPLATES:
        name = str(template).split("/templates/", 1)[1]
        if name.startswith(OVERRIDES) or name in NAMED_BY_DJANGO:
            continue
        mention = re.compile(rf"""["']{re.escape(name)}["'#]""")
        if not any(mention.search(text) for path, text in sources.items() if path != template):
            unused.add(name)
    assert unused == set()
