"""Install the system’s libraries that no Python package brings, or name them where that is not allowed.

Usage: python tools/system_packages.py demo|dev|test. Only the standard library is used.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """Something that must be on the system: how to see it, and its package for each package manager."""

    label: str
    present: Callable[[], bool]
    packages: dict[str, str]
    for_tests_only: bool = False


def has_library(*names: str) -> bool:
    """Whether one of these shared libraries loads."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def has_font() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob("*.[to]tf"), None) for folder in folders if folder.is_dir())


def has_chromium() -> bool:
    return bool(os.environ.get("CHROMIUM")) or any(shutil.which(name) for name in CHROMIUM_NAMES)


def has_java() -> bool:
    return bool(os.environ.get("JAVA_HOME")) or shutil.which("java") is not None


NEEDS = (
    Need(
        "Pango",
        lambda: (
            has_library("libpango-1.0.so.0", "libpango-1.0.dylib")
            and has_library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")
        ),
        {"apt-get": "libpango-1.0-0 libpangoft2-1.0-0", "dnf": "pango", "brew": "pango"},
    ),
    Need(
        "HarfBuzz (sous-ensembles de polices)",
        lambda: has_library("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
        {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "brew": "harfbuzz"},
    ),
    Need(
        "une police de caractères",
        has_font,
        {"apt-get": "fonts-dejavu-core", "dnf": "dejavu-sans-fonts", "brew": "fontconfig"},
    ),
    Need(
        "Chromium",
        has_chromium,
        {"apt-get": "chromium", "dnf": "chromium", "brew": "chromium"},
        for_tests_only=True,
    ),
    Need(
        "pdftotext (Poppler)",
        lambda: shutil.which("pdftotext") is not None,
        {"apt-get": "poppler-utils", "dnf": "poppler-utils", "brew": "poppler"},
        for_tests_only=True,
    ),
    Need(
        "Java (relecture des plannings par un autre outil)",
        has_java,
        {"apt-get": "default-jre-headless", "dnf": "java-latest-openjdk-headless", "brew": "openjdk"},
        for_tests_only=True,
    ),
)


def missing(purpose: str) -> list[Need]:
    return [need for need in NEEDS if (purpose == "test" or not need.for_tests_only) and not need.present()]


def install(manager: str, packages: list[str]) -> bool:
    """Install through the package manager where this account may; tell whether it was tried and done."""
    prefix: list[str] = []
    if manager != "brew" and os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if not sudo or subprocess.run([sudo, "-n", "true"], capture_output=True).returncode:
            return False
        prefix = [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = [[*prefix, manager, "install", *([] if manager == "brew" else ["-y"]), *packages]]
    if manager == "apt-get":
        commands[0].insert(len(commands[0]) - len(packages), "--no-install-recommends")
        commands.insert(0, [*prefix, manager, "update", "-q"])
    print(f"Installation de {', '.join(packages)}…", flush=True)
    for command in commands:
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            sys.stderr.buffer.write(done.stdout[-3000:])
            return False
    return True


def main() -> int:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "demo"
    needs = missing(purpose)
    if not needs:
        return 0
    manager = next((name for name in ("apt-get", "dnf", "brew") if shutil.which(name)), None)
    if manager is not None:
        packages = " ".join(need.packages[manager] for need in needs).split()
        if install(manager, packages) and not (needs := missing(purpose)):
            return 0
    print("Il manque sur ce système : " + ", ".join(need.label for need in needs), file=sys.stderr)
    print("Installez-les, puis relancez la commande :", file=sys.stderr)
    for name, command in (
        ("apt-get", "sudo apt-get install"),
        ("dnf", "sudo dnf install"),
        ("brew", "brew install"),
    ):
        print(f"  {command} {' '.join(need.packages[name] for need in needs)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
