"""Personal links and codes, of which nothing that opens or signs is kept.

A link is made from a random seed of its row and the site’s secret key, so that a reminder bears the same one as the
first message; the database keeps its SHA-256, by which it is found. A code is made in the same way from a seed that
changes with each code.
"""

import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from charter.models import UsageInvitation
from crmproject.toolkit import tokens
from crmproject.toolkit.tokens import digest_of

SEED_BYTES = 32
LINK_SALT = "charter.usage.link"
CODE_SALT = "charter.usage.code"
DIGITS = 6


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def token_of(seed: str) -> str:
    """The token that this seed and the site’s key make."""
    return tokens.token_of(LINK_SALT, seed)


def link_of(invitation: UsageInvitation) -> str:
    """The full address that this person opens. A link made before the site’s key changed is renewed."""
    token = token_of(invitation.seed)
    if digest_of(token) != invitation.token_sha256:
        invitation.token_sha256 = digest_of(token)
        UsageInvitation.objects.filter(pk=invitation.pk).update(token_sha256=invitation.token_sha256)
    return settings.SITE_URL + reverse("usage_sign", args=[token])


def code_of(invitation: UsageInvitation) -> str:
    """The six digits that were last sent to this person."""
    raw = salted_hmac(CODE_SALT, invitation.code_seed, algorithm="sha256").digest()
    return f"{int.from_bytes(raw[:8]) % 10**DIGITS:0{DIGITS}d}"


def is_code(invitation: UsageInvitation, typed: str) -> bool:
    """Whether these are the digits that were sent, spaces apart."""
    digits = "".join(char for char in typed if not char.isspace())
    return bool(invitation.code_seed) and constant_time_compare(digits, code_of(invitation))


def masked(email: str) -> str:
    """« d…@exemple.fr »: enough for who holds this address to know it, too little for others."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
