"""The colour of an organisation in its documents: contrast, tints, and the style sheets put in it.

The sheets and drawings are written in the house’s colour, BRAND, and in its mixes with white by the shares of TINTS.
"""

import re

BRAND = "#0d4f5a"
WHITE = "#ffffff"
# How much of the colour there is in each tint.
TINTS = (0.06, 0.12, 0.2, 0.35)
# WCAG 2.2, success criterion 1.4.3: what small text needs.
READABLE = 4.5
HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)

type Channels = tuple[int, int, int]


def normalised(text: str) -> str:
    """« #rrggbb » in lower case, from six or three digits with or without their sign; ValueError for the rest."""
    found = HEX.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def channels(colour: str) -> Channels:
    """Red, green and blue, from 0 to 255."""
    digits = normalised(colour)[1:]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def mix(colour: str, share: float) -> str:
    """This colour on white, at this share."""
    return _hex([255 - (255 - channel) * share for channel in channels(colour)])


def luminance(colour: str) -> float:
    """The relative luminance that WCAG defines, from 0 to 1."""
    parts = [channel / 255 for channel in channels(colour)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_readable(colour: str) -> bool:
    """Whether white text on this colour, and this colour on white, can be read small."""
    return contrast(colour, WHITE) >= READABLE


def darkened(colour: str) -> str:
    """The nearest colour of the same hue, as dark as it takes to be readable."""
    kept = 255
    while not is_readable(_share(colour, kept)):
        kept -= 1
    return _share(colour, kept)


def themed(css: str, colour: str) -> str:
    """This sheet or drawing with the house’s colour and its tints replaced by those of `colour`; as is for none."""
    if not colour or normalised(colour) == BRAND:
        return css
    changes = {mix(BRAND, share): mix(colour, share) for share in TINTS} | {BRAND: normalised(colour)}
    red, green, blue = channels(colour)
    css = _LITERALS.sub(lambda found: changes[found[0].lower()], css)
    return _CHANNELS.sub(f"{red}, {green}, {blue}", css)


def painted(html: str, colour: str) -> str:
    """This page with its drawings in `colour`; what people wrote keeps the signs that they typed."""
    return _PAINTS.sub(lambda found: themed(found[0], colour), html) if colour else html


def _share(colour: str, kept: int) -> str:
    return _hex([channel * kept / 255 for channel in channels(colour)])


def _hex(parts: list[float]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in parts)


# One pass: what replaces a tint may be another one’s text.
_LITERALS = re.compile("|".join([BRAND, *(mix(BRAND, share) for share in TINTS)]), re.IGNORECASE)
_PAINTS = re.compile(rf'\b(?:fill|stroke)="(?:{_LITERALS.pattern})"', re.IGNORECASE)
_CHANNELS = re.compile(r"\b" + r",\s*".join(map(str, channels(BRAND))) + r"\b")
