"""The container files, checked as far as they can be without an engine."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from crmproject.environment import BASE_DIR

COMPOSE = BASE_DIR / "docker-compose.yml"
TEXT = COMPOSE.read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:?[-?][^}]*)?\}")
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    assert found, f"{name} manque dans l’environnement"
    return found


def test_the_dockerfile_passes_hadolint() -> None:
    done = subprocess.run([tool("hadolint"), "Dockerfile"], cwd=BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_compose_file_follows_the_specification() -> None:
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_named_volume_and_dependency_exists() -> None:
    volumes = set(yaml.safe_load(TEXT)["volumes"])
    for service in SERVICES.values():
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= volumes
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_every_service_has_a_health_check_that_its_dependents_wait_for() -> None:
    for service in SERVICES.values():
        for name, wanted in service.get("depends_on", {}).items():
            once = SERVICES[name].get("restart") == "no"
            expected = "service_completed_successfully" if once else "service_healthy"
            assert wanted["condition"] == expected
    # The web service has the check of its image.
    missing = {name for name, service in SERVICES.items() if "healthcheck" not in service}
    assert missing == {"web"}
    assert "HEALTHCHECK" in (BASE_DIR / "Dockerfile").read_text()


def test_no_secret_has_a_default() -> None:
    found = {name: rule or "" for name, rule in VARIABLE.findall(TEXT)}
    assert set(found) >= SECRETS
    for name in SECRETS:
        assert found[name].startswith(":?"), name


def test_every_variable_is_documented_and_the_required_ones_are_in_the_example() -> None:
    documented = (BASE_DIR / "docs" / "operations.md").read_text()
    example = (BASE_DIR / ".env.example").read_text()
    for name, rule in VARIABLE.findall(TEXT):
        assert f"`{name}`" in documented, name
        if rule.startswith(":?"):
            assert re.search(rf"^{name}=", example, re.MULTILINE), name
    for name in SECRETS:
        assert re.search(rf"^{name}=$", example, re.MULTILINE), name


def test_every_variable_of_the_site_is_documented() -> None:
    source = "".join(
        (BASE_DIR / "crmproject" / name).read_text() for name in ("settings.py", "environment.py")
    )
    read = set(re.findall(r'(?:environ\.get|flag|words|required)\(\s*"([A-Z_]+)"', source))
    documented = (BASE_DIR / "docs" / "operations.md").read_text()
    assert {name for name in read if f"`{name}`" not in documented} == set()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_container_runs_as_root(name: str) -> None:
    service = SERVICES[name]
    if "build" in service:
        assert re.search(r"^USER 10001:10001$", (BASE_DIR / "Dockerfile").read_text(), re.MULTILINE)
    else:
        assert service["user"] not in {"root", "0"}
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_images_are_pinned_by_version(name: str) -> None:
    assert re.search(r":[^:]*\d", SERVICES[name]["image"])
    assert "latest" not in SERVICES[name]["image"]


def test_what_the_image_needs_is_sent_to_its_build() -> None:
    sent = {line[1:] for line in (BASE_DIR / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    missing = {name for name in sent if not (BASE_DIR / name).exists()} - {"README.md"}
    assert missing == set()
    assert {path.parent.name for path in BASE_DIR.glob("*/apps.py")} <= sent
