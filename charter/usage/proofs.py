"""The proof of a signature, as a file that stands on its own: whoever holds it can recompute the fingerprint."""

import io
import json
import zipfile
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from charter.models import UsageSignature
from crmproject.toolkit.fingerprints import canonical_json, fingerprint

FORMAT = "cadrage-crm/preuve-de-signature-de-charte/1"
CANONICAL = (
    "JSON de «\u00a0contenu\u00a0», clés triées, sans espace (séparateurs «\u00a0,\u00a0» et «\u00a0:\u00a0»), "
    "caractères non échappés, encodé en UTF-8\u00a0; l’empreinte est le SHA-256 de ces octets, en hexadécimal "
    "minuscule."
)
# A date in the archive would change its bytes from one day to the next.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def statement_of(*, name: str, email: str, department: str, title: str, number: int, fingerprint: str) -> str:
    """What somebody agrees to, in one sentence; it tells no time, which is kept beside it."""
    who = f"{name} ({email}{', ' + department if department else ''})"
    what = f"«\u00a0{title}\u00a0», version {number}, d’empreinte SHA-256 {fingerprint}"
    return f"{who}\u00a0: j’ai lu et j’accepte {what}."


def holds(signature: UsageSignature) -> bool:
    """Whether the kept content still gives the fingerprint that was signed."""
    return fingerprint(signature.version.content) == signature.fingerprint


def proof_of(signature: UsageSignature) -> dict[str, Any]:
    """All that is kept of a signature, with the whole text that it binds to."""
    version = signature.version
    project = version.charter.project
    return {
        "format": FORMAT,
        "nature": "signature électronique simple",
        "declaration": signature.statement,
        "signataire": {
            "nom": signature.name,
            "adresse": signature.email,
            "service": signature.department or None,
        },
        "moment": {
            "utc": signature.signed_at.astimezone(ZoneInfo("UTC")).isoformat(),
            "local": timezone.localtime(signature.signed_at).isoformat(),
            "fuseau": settings.TIME_ZONE,
        },
        "moyen": "lien personnel et code à six chiffres, envoyés à l’adresse du signataire"
        if not signature.taken_over
        else "reprise d’un fichier projet",
        "projet": {"nom": project.name, "organisation": project.organisation, "adresse": project.slug},
        "version": {
            "numero": version.number,
            "publiee_le": timezone.localtime(version.published_at).isoformat(),
            "par": version.author_name,
        },
        "empreinte": signature.fingerprint,
        "algorithme": "SHA-256",
        "forme_canonique": CANONICAL,
        # False would mean that the database no longer holds what was signed.
        "contenu_conforme": holds(signature),
        "contenu": json.loads(canonical_json(version.content)),
    }


def proof_json(proof: dict[str, Any]) -> bytes:
    """The proof as the bytes of a file."""
    return json.dumps(proof, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def proof_name(signature: UsageSignature) -> str:
    return f"preuve-charte-d-usage-v{signature.version.number}-{signature.fingerprint[:12]}.zip"


def proof_file(signature: UsageSignature) -> bytes:
    """A ZIP with the proof and its explanation; the same signature always gives the same bytes."""
    proof = proof_of(signature)
    explanation = render_to_string("charter/usage/explication.txt", {"proof": proof, "signature": signature})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (("preuve.json", proof_json(proof)), ("explication.txt", explanation.encode())):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), data)
    return buffer.getvalue()
