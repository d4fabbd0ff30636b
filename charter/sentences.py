"""The strategic sentence, put together from its blanks in correct French whatever way they were typed."""

import re
from collections.abc import Mapping

BLANKS = ("key", "teams", "benefits", "results", "reinforces", "ambition")
# Answers that begin with a verb; in the others a first capital may be that of a name.
VERBS = frozenset({"key", "benefits", "ambition"})
DETERMINER = re.compile(
    r"(les?|la|un|une|des|du|nos|notre|leurs?|tout|toute|tous|toutes|chaque)\b|l[’']", re.I
)
VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœh]", re.I)
# Verbs of the trade before whose h French doesn’t elide.
ASPIRATED = re.compile(r"(hausser|hiérarchiser|heurter|hisser|harceler|hacher)\b", re.I)


def compose(blanks: Mapping[str, str]) -> str:
    """The objective as one paragraph; empty while nothing is answered.

    An answer is fitted into its sentence: on one line, without its final stop, its first capital lowered.
    """
    said = {name: fitted(name, blanks.get(name, "")) for name in BLANKS}
    first = second = third = ""
    if said["key"]:
        first = f"Le projet CRM vise à {said['key']}"
        first += f" pour {said['teams']}" if said["teams"] else ""
        first += f", afin {_of(said['benefits'])}" if said["benefits"] else ""
        first += "."
    if said["results"]:
        second = f" Les résultats visés sont {said['results']}."
    if said["reinforces"]:
        third = f" Il renforce {said['reinforces']}"
    if said["ambition"]:
        third += f" et doit {said['ambition']}" if third else f" Il doit {said['ambition']}"
    return (first + second + (third + "." if third else "")).strip()


def fitted(name: str, answer: str) -> str:
    """An answer as it goes in the middle of a sentence."""
    text = " ".join(answer.split()).rstrip(" .;,")
    if not text[:1].isupper() or text[1:2].isupper():
        return text
    if name in VERBS or DETERMINER.match(text):
        return text[0].lower() + text[1:]
    return text


def _of(verb: str) -> str:
    """« de centraliser », « d’automatiser », « de hiérarchiser »."""
    return f"d’{verb}" if VOWEL.match(verb) and not ASPIRATED.match(verb) else f"de {verb}"
