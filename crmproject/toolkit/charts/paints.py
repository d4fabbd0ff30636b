"""What fills a shape: each paint is told from the others without its colour."""

from enum import Enum


class Paint(Enum):
    """A fill; the value is its class on screen.

    In black and white they read as black, grey with strokes, near white with an outline, white with dashes.
    """

    DEEP = "chart-deep"
    ACCENT = "chart-accent"
    MIDDLE = "chart-middle"
    PALE = "chart-pale"
    HOLLOW = "chart-hollow"

    @property
    def is_hatched(self) -> bool:
        return self in {Paint.ACCENT, Paint.MIDDLE}

    @property
    def inside(self) -> str:
        """The class of a text written on it."""
        return "chart-on" if self is Paint.DEEP else "chart-text"


# How each class of shapes and of texts is painted on paper: the PDF reads no style sheet inside a drawing. The house’s
# colour and its tints are those of the sheets, for which a document may put the organisation’s.
PRINTED = {
    "chart-deep": 'fill="#0d4f5a"',
    "chart-accent": 'fill="#d1a38c"',
    "chart-middle": 'fill="#aac1c5"',
    "chart-pale": 'fill="#e2eaeb" stroke="#0d4f5a" stroke-width="0.75"',
    "chart-hollow": 'fill="#ffffff" stroke="#5f6b70" stroke-width="0.75" stroke-dasharray="2.5 1.5"',
    "chart-hatch": 'fill="none" stroke="#ffffff" stroke-width="0.9"',
    "chart-shade-0": 'fill="#ffffff"',
    "chart-shade-1": 'fill="#f8e6da"',
    "chart-shade-2": 'fill="#e8b795"',
    "chart-shade-3": 'fill="#b9602f"',
    "chart-rule": 'fill="none" stroke="#c3c9c9" stroke-width="0.75"',
    "chart-aim": 'fill="none" stroke="#0d4f5a" stroke-width="1.2" stroke-dasharray="4 2"',
    "chart-axis": 'fill="none" stroke="#465257" stroke-width="1"',
    "chart-line": 'fill="none" stroke="#0d4f5a" stroke-width="2"',
    "chart-disc": 'fill="#ffffff" stroke="#1a2226" stroke-width="1"',
    "chart-text": 'fill="#1a2226"',
    "chart-note": 'fill="#465257"',
    "chart-on": 'fill="#ffffff"',
}
