"""What makes each rule of the usage charter speak, and what mends the demo’s file of all that they find in it."""

from collections.abc import Callable
from typing import Any

from charter.models import UsageCampaign, UsageInvitation, UsageSeat, UsageSignature


def mend(data: dict[str, Any]) -> None:
    """Have everybody sign, and every department sit in the committee."""
    usage = data["usage_charter"]
    signed = {one["email"] for one in usage["signatures"]}
    usage["signatures"] += [
        {"version": 1, "name": one["name"], "email": one["email"], "signed_at": one["asked_at"]}
        for one in usage["campaigns"][0]["people"]
        if one["email"] not in signed
    ]
    usage["committee"].append({"department": "SI", "member": "responsable.si@exemple.fr"})


def nobody_asked() -> None:
    for model in (UsageSignature, UsageInvitation, UsageCampaign):
        model.objects.all().delete()


CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "R-CHARTE": (nobody_asked, "personne n’est invité à la signer"),
    "R-SIGNATURES": (lambda: UsageSignature.objects.all().delete(), "0 signatures sur 5 pour la version 1"),
    "R-COMITE-CHARTE": (
        lambda: UsageSeat.objects.filter(department__code="COM").delete(),
        "1 sur 5 services sans représentant au comité de la charte : Commercial.",
    ),
}
