"""The proof of a decision, as a file that stands on its own: whoever holds it can recompute the fingerprint."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from crmproject.toolkit.fingerprints import canonical_json, fingerprint
from requirements.models import Approval

FORMAT = "cadrage-crm/preuve-de-decision/1"
ALGORITHM = "SHA-256"
CANONICAL = (
    "JSON de «\u00a0contenu\u00a0», clés triées, sans espace (séparateurs «\u00a0,\u00a0» et «\u00a0:\u00a0»), "
    "caractères non échappés, encodé en UTF-8\u00a0; l’empreinte est le SHA-256 de ces octets, en hexadécimal "
    "minuscule."
)
# A date in the archive would change its bytes from one day to the next.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def proof_name(approval: Approval) -> str:
    """The file’s name."""
    return f"preuve-{approval.pk}-{approval.fingerprint[:12]}.zip"


def proof_file(approval: Approval) -> bytes:
    """A ZIP with the proof and its explanation; the same decision always gives the same bytes."""
    proof = proof_of(approval)
    explanation = render_to_string(
        "requirements/proofs/explication.txt", {"proof": proof, "approval": approval}
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (("preuve.json", _as_json(proof)), ("explication.txt", explanation.encode())):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), data)
    return buffer.getvalue()


def proof_of(approval: Approval) -> dict[str, Any]:
    """All that is kept of a decision, with the whole content that it binds to."""
    section = approval.submission.section
    project = section.specification.project
    content = approval.submission.revision.content
    delegation, workshop = approval.delegation, approval.workshop
    return {
        "format": FORMAT,
        "nature": "signature électronique simple",
        "decision": approval.verdict,
        "declaration": approval.statement,
        "remarque": approval.reason,
        "signataire": {"nom": approval.name, "fonction": approval.title, "roles": approval.roles},
        "au_nom_de": approval.on_behalf_of or None,
        "delegation": {
            "du": delegation.starts.isoformat(),
            "au": delegation.ends.isoformat(),
            "motif": delegation.reason,
        }
        if delegation
        else None,
        "atelier": {"titre": workshop.title, "date": workshop.held_on.isoformat()} if workshop else None,
        "moment": _moment(approval.decided_at),
        "projet": {"nom": project.name, "organisation": project.organisation, "adresse": project.slug},
        "section": {"titre": content.get("title", ""), "numero_interne": section.pk},
        "soumission": {
            "moment": _moment(approval.submission.submitted_at),
            "par": str(approval.submission.submitted_by),
            "message": approval.submission.note,
        },
        "retrait": {
            **_moment(approval.withdrawn_at),
            "par": approval.withdrawn_by,
            "motif": approval.withdrawn_reason,
        }
        if approval.withdrawn_at
        else None,
        "empreinte": approval.fingerprint,
        "algorithme": ALGORITHM,
        "forme_canonique": CANONICAL,
        # False would mean that the database no longer holds what was signed.
        "contenu_conforme": fingerprint(content) == approval.fingerprint,
        "contenu": json.loads(canonical_json(content)),
    }


def _moment(when: datetime) -> dict[str, str]:
    return {
        "utc": when.astimezone(ZoneInfo("UTC")).isoformat(),
        "local": timezone.localtime(when).isoformat(),
        "fuseau": settings.TIME_ZONE,
    }


def _as_json(proof: dict[str, Any]) -> bytes:
    return json.dumps(proof, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
