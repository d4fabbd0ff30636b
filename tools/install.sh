#!/bin/sh
# Install what is missing, and only that: uv, the Python packages of uv.lock, the system’s libraries.
# Usage: tools/install.sh demo|dev|test    (test: packages of dev, plus Chromium and Poppler)
# Once everything is there it needs no network.
set -eu
cd "$(dirname "$0")/.."
wanted=$1
unset VIRTUAL_ENV

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# A folder of our own: pip allows it where the system’s Python is externally managed, and without venv.
install_uv() {
    say "Installation de uv dans .uv/…"
    for python in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 python; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            PIP_ROOT_USER_ACTION=ignore "$python" -m pip install --quiet --disable-pip-version-check --upgrade --target .uv/lib "uv>=0.9" &&
                return 0
        fi
    done
    fail "uv n’a pas pu être installé : il faut pip (par exemple : sudo apt-get install python3-pip)."
}

find_uv() {
    for candidate in "${UV:-}" uv .uv/lib/bin/uv; do
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
            uv=$candidate
            return 0
        fi
    done
    return 1
}

fingerprint() {
    cat uv.lock .python-version | cksum
}

installed() { # name of the group
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null &&
        [ "$(cat ".venv/.cadrage-$1" 2>/dev/null)" = "$(fingerprint)" ]
}

sync_packages() {
    find_uv || { install_uv && find_uv; } || fail "uv est installé mais ne s’exécute pas."
    say "Installation des paquets Python…"
    # --inexact: installing for the demo leaves the tools of a developer in place.
    [ "$group" = demo ] && options="--no-dev --inexact" || options=
    # shellcheck disable=SC2086
    "$uv" sync --quiet --locked --compile-bytecode $options ||
        fail "L’installation a échoué (voir ci-dessus). Il faut le réseau la première fois, et Python $(cat .python-version) :" \
            "uv le prend sur ce système, ou le télécharge."
    fingerprint >.venv/.cadrage-demo
    [ "$group" = demo ] || fingerprint >.venv/.cadrage-dev
}

case $wanted in
demo) group=demo ;;
dev | test) group=dev ;;
*) fail "Usage : tools/install.sh demo|dev|test" ;;
esac

installed "$group" || sync_packages
.venv/bin/python tools/system_packages.py "$wanted"
