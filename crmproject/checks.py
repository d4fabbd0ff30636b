"""System checks of the site: what is missing or dangerous, told by `manage.py check --deploy`."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution

LOCAL_HOSTS = {"", "localhost", "127.0.0.1", "::1"}


@register(Tags.security, deploy=True)
def site_url_is_https(**_: Any) -> list[CheckMessage]:
    """Links sent by e-mail carry SITE_URL."""
    if settings.SITE_URL.startswith("https://"):
        return []
    return [
        Error(
            f"SITE_URL vaut « {settings.SITE_URL} » : les liens des courriels ne seraient pas en HTTPS.",
            hint="Renseignez SITE_URL avec l’adresse publique du site, en https://.",
            id="cadrage.E001",
        )
    ]


@register(deploy=True)
def mail_goes_out(**_: Any) -> list[CheckMessage]:
    """Invitations need real mail; Django itself refuses backends that send nothing, not a missing host."""
    mailer = settings.MAILERS["default"]
    if not mailer["BACKEND"].endswith("smtp.EmailBackend") or mailer["OPTIONS"].get("host") != "localhost":
        return []
    return [
        Caution(
            "EMAIL_HOST vaut « localhost » : un conteneur ou un serveur ordinaire n’y envoie aucun courriel.",
            hint="Renseignez EMAIL_HOST (et EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD).",
            id="cadrage.W002",
        )
    ]


@register(deploy=True)
def media_is_writable(**_: Any) -> list[CheckMessage]:
    """Logos and exported documents are written there."""
    if "FileSystemStorage" not in settings.STORAGES["default"]["BACKEND"]:
        return []
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return []
    except OSError as error:
        return [
            Error(
                f"MEDIA_ROOT ({folder}) n’est pas accessible en écriture : {error.strerror}.",
                hint="Donnez ce dossier au compte qui exécute le site, ou changez MEDIA_ROOT.",
                id="cadrage.E002",
            )
        ]


@register(Tags.security)
def relaxed_mode_stays_local(**_: Any) -> list[CheckMessage]:
    """Development and demo modes drop guards that a shared database needs."""
    relaxed = [
        name for name, on in (("CADRAGE_DEV", settings.DEVELOPMENT), ("CADRAGE_DEMO", settings.DEMO)) if on
    ]
    host = str(settings.DATABASES["default"].get("HOST") or "")
    if not relaxed or host in LOCAL_HOSTS or host.startswith("/"):
        return []
    return [
        Caution(
            f"{' et '.join(relaxed)} avec une base distante ({host}) : le site perdrait ses protections.",
            hint="Retirez ces variables en production.",
            id="cadrage.W001",
        )
    ]


@register(Tags.security, deploy=True)
def one_mode_only(**_: Any) -> list[CheckMessage]:
    """A deployed site is neither in development nor a demo."""
    if not any(on for _, on in _modes()):
        return []
    return [
        Error(
            "CADRAGE_DEV ou CADRAGE_DEMO est activé.",
            hint="Retirez ces variables : elles lèvent les refus de la production.",
            id="cadrage.E003",
        )
    ]


def _modes() -> list[tuple[str, bool]]:
    return [("CADRAGE_DEV", settings.DEVELOPMENT), ("CADRAGE_DEMO", settings.DEMO)]
