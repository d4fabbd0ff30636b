"""Health of one container, by exit status: `probe.py web`, `probe.py worker` or `probe.py beat`."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# Beat writes its schedule every three minutes.
BEAT_SILENCE_SECONDS = 400


def web() -> bool:
    """Ask the health address, under a host name that the site accepts."""
    hosts = [host.strip().lstrip(".") for host in os.environ.get("ALLOWED_HOSTS", "").split(",")]
    host = next((host for host in hosts if host and host != "*"), "localhost")
    request = urllib.request.Request("http://127.0.0.1:8000/sante", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def worker() -> bool:
    """Ask this very worker through the broker."""
    name = f"celery@{socket.gethostname()}"
    command = ["celery", "-A", "crmproject", "inspect", "ping", "--timeout", "5", "--destination", name]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def beat() -> bool:
    """See whether the schedule is still being written."""
    written = [path.stat().st_mtime for path in Path(os.environ["CADRAGE_VAR"]).glob("beat-schedule*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE_SECONDS


if __name__ == "__main__":
    probes = {"web": web, "worker": worker, "beat": beat}
    sys.exit(0 if probes[sys.argv[1]]() else 1)
