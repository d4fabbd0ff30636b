"""Run Django’s deployment checks as a production site would see them: `python -m tools.deploy_check`."""

import os
import secrets
import subprocess
import sys
import tempfile

from crmproject.embedded import Services
from crmproject.environment import BASE_DIR, var_dir

PRODUCTION = {
    "CADRAGE_DEV": "0",
    "CADRAGE_DEMO": "0",
    "DEBUG": "0",
    "HTTPS": "1",
    "ALLOWED_HOSTS": "cadrage.example.org",
    "SITE_URL": "https://cadrage.example.org",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "Cadrage CRM <cadrage@example.org>",
}


def main() -> int:
    services = Services(var_dir())
    addresses = services.acquire()
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    try:
        with tempfile.TemporaryDirectory() as media:
            fresh = {"SECRET_KEY": secrets.token_urlsafe(64), "MEDIA_ROOT": media}
            environment = {**os.environ, **PRODUCTION, **addresses, **fresh}
            return subprocess.run(command, env=environment, cwd=BASE_DIR).returncode
    finally:
        services.release()


if __name__ == "__main__":
    sys.exit(main())
