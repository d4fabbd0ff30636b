"""Links for people without account, of which nothing that opens anything is kept.

The database keeps the SHA-256 of a token, by which it is found. A token that must be said again, by a reminder, is made
from a random seed of its row and the site’s secret key.
"""

import base64
import hashlib

from django.utils.crypto import salted_hmac


def token_of(use: str, seed: str) -> str:
    """The token that this seed and the site’s key make for this use; fit for an address."""
    raw = salted_hmac(use, seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
