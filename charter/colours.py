"""The colour that an organisation gives its documents: what is refused, and why."""

from django.core.exceptions import ValidationError

from crmproject.toolkit.pdf.colours import READABLE, WHITE, contrast, darkened, is_readable, normalised


def validate_colour(text: str) -> None:
    """Refuse what is no colour, or one on which white text can’t be read; names the nearest that can."""
    try:
        colour = normalised(text)
    except ValueError:
        raise ValidationError(
            "Écrivez la couleur avec un dièse et six chiffres de 0 à f, par exemple «\u00a0#0d4f5a\u00a0».",
            code="no_colour",
        ) from None
    if not is_readable(colour):
        has, needs = (f"{value:.1f}".replace(".", ",") for value in (contrast(colour, WHITE), READABLE))
        raise ValidationError(
            f"Cette couleur est trop claire\u00a0: du texte blanc ne s’y lirait pas (contraste de {has}\u00a0; il en "
            f"faut {needs}). La couleur la plus proche qui convient est «\u00a0{darkened(colour)}\u00a0».",
            code="too_light",
        )
