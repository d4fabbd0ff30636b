"""System checks of the site: what is missing or dangerous, told by `manage.py check --deploy`."""

import tempfile
from email.utils import parseaddr
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


@register()
def one_kind_of_tls(**_: Any) -> list[CheckMessage]:
    """STARTTLS and TLS from the first byte exclude each other; Django would say so at the first message only."""
    options = _smtp_options()
    if not (options.get("use_tls") and options.get("use_ssl")):
        return []
    return [
        Error(
            "EMAIL_USE_TLS et EMAIL_USE_SSL sont activés ensemble\u00a0: aucun courriel ne partirait.",
            hint="Gardez EMAIL_USE_TLS (STARTTLS, port 587) ou EMAIL_USE_SSL (TLS d’emblée, port 465).",
            id="cadrage.E004",
        )
    ]


@register(deploy=True)
def mail_settings_agree(**_: Any) -> list[CheckMessage]:
    """A port, a security and an account that don’t go together are the usual reasons why no mail leaves."""
    options = _smtp_options()
    if not options:
        return []
    tls, ssl, port = options.get("use_tls"), options.get("use_ssl"), options.get("port")
    user, password = options.get("username"), options.get("password")
    wrong = {
        "EMAIL_PORT vaut 465 sans EMAIL_USE_SSL\u00a0: ce port attend TLS dès le premier octet.": port == 465
        and not ssl,
        f"EMAIL_PORT vaut {port} avec EMAIL_USE_SSL\u00a0: ce port attend STARTTLS (EMAIL_USE_TLS).": ssl
        and port in {25, 587},
        "EMAIL_HOST_USER et EMAIL_HOST_PASSWORD vont ensemble\u00a0: l’un des deux manque.": bool(user)
        != bool(password),
        "Le mot de passe de messagerie voyagerait en clair.": user
        and not (tls or ssl)
        and options.get("host") not in LOCAL_HOSTS,
    }
    return [
        Caution(
            problem,
            hint="Voyez docs/notifications.md, puis essayez avec «\u00a0manage.py sendtestemail\u00a0».",
            id="cadrage.W003",
        )
        for problem, holds in wrong.items()
        if holds
    ]


@register(deploy=True)
def sender_is_somebody(**_: Any) -> list[CheckMessage]:
    """Servers refuse mail from a domain that doesn’t exist."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if domain and domain != "localhost":
        return []
    return [
        Caution(
            f"DEFAULT_FROM_EMAIL vaut «\u00a0{settings.DEFAULT_FROM_EMAIL}\u00a0»\u00a0: "
            "les serveurs refusent un expéditeur sans domaine.",
            hint="Renseignez DEFAULT_FROM_EMAIL avec une adresse du domaine de l’entreprise.",
            id="cadrage.W004",
        )
    ]


def _smtp_options() -> dict[str, Any]:
    """How mail leaves by SMTP; empty when it leaves otherwise."""
    mailer = settings.MAILERS["default"]
    return mailer["OPTIONS"] if mailer["BACKEND"].endswith("smtp.EmailBackend") else {}


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
