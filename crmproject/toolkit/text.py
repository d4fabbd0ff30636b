"""Plain text: search that ignores accents, and names made from titles."""

import unicodedata


def normalised(text: str) -> str:
    """Lower-case text without accents, its runs of spaces folded: « Résumé  Clé » → « resume cle »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
