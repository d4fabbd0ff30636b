"""What proves that two contents are the same: one byte string for each, and its digest."""

import hashlib
import json
from typing import Any

SHORT = 12


def canonical_json(content: Any) -> bytes:
    """One byte string for one content: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(content: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def short(fingerprint: str) -> str:
    """The first twelve digits, in groups of four that the eye can compare."""
    digits = fingerprint[:SHORT]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
