"""Plain text: search that ignores accents, and names made from titles."""

import re
import unicodedata

# Browsers post \r\n; texts pasted from old systems hold U+0085, which YAML reads as an end of line too.
LINE_END = re.compile("\r\n|\r|\x85")
# Spaces where a line may break: those of French typography stay as they are.
BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")


def normalised(text: str) -> str:
    """Lower-case text without accents, its runs of spaces folded: « Résumé  Clé » → « resume cle »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def one_line_end(text: str) -> str:
    """This text with one kind of line end, so that it is written and read again as it was."""
    return LINE_END.sub("\n", text)


def shortened(text: str, length: int) -> str:
    """This text on one line, cut after `length` characters at most."""
    line = BREAKABLE.sub(" ", text).strip()
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
