"""What the list of comments is narrowed to."""

from typing import Any, cast

from django import forms
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Lower, Replace

from accounts.models import User
from charter.models import Membership
from crmproject.toolkit.text import normalised
from requirements.models import Comment, CommentKind
from requirements.models.comments import CommentQuerySet
from requirements.outline import Outline

OPEN, SETTLED = "ouvert", "traite"
# Letters with their accents, and without: the database itself knows no way to drop them.
ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ’\u00a0\u202f\n\r\t"
PLAIN = "AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyy'     "


def plainly(expression: Any) -> Any:
    """This text column in lower case without accents, to compare with what `normalised` makes of a search."""
    bare = Func(expression, Value(ACCENTED), Value(PLAIN), function="TRANSLATE", output_field=TextField())
    lower: Any = Lower(bare)
    for joined, letters in (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae")):
        lower = Replace(lower, Value(joined), Value(letters), output_field=TextField())
    return lower


class CommentFilter(forms.Form):
    """Filters and search; an unknown value narrows nothing."""

    q = forms.CharField(label="Rechercher", required=False, max_length=200)
    section = forms.ChoiceField(label="Section", required=False)
    nature = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *CommentKind.choices])
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), (OPEN, "Ouverts"), (SETTLED, "Traités")]
    )
    auteur = forms.ChoiceField(label="Auteur", required=False)
    moi = forms.BooleanField(label="Qui me citent", required=False)
    bloque = forms.BooleanField(label="Qui bloquent une validation", required=False)

    def __init__(self, data: Any, *, shown: Outline, people: list[Membership], me: Membership | None) -> None:
        super().__init__(data)
        self.me, self.shown = me, shown
        sections = [(str(node.section.pk), f"{node.number} {node.section.title}") for node in shown]
        self._choices("section", [("", "Toutes"), *sections])
        authors = [(str(one.user_id), str(one.user)) for one in people]
        self._choices("auteur", [("", "Tous"), *authors])
        self.full_clean()

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that narrow something, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self, threads: CommentQuerySet) -> CommentQuerySet:
        """These threads, filtered. An author or a search finds a thread by its answers too."""
        chosen = self.chosen
        columns = {"section": "section", "nature": "kind"}
        threads = threads.filter(
            **{column: chosen[name] for name, column in columns.items() if name in chosen}
        )
        if "etat" in chosen:
            threads = threads.filter(resolved_at__isnull=chosen["etat"] == OPEN)
        if "bloque" in chosen:
            threads = threads.filter(pk__in=self.holding)
        if "auteur" in chosen:
            threads = _with(threads, Q(author=chosen["auteur"]))
        if "moi" in chosen:
            threads = _with(threads, Q(mentions=self.me) if self.me else Q(pk=None))
        if "q" in chosen:
            threads = self._matching(threads, chosen["q"])
        return threads

    @property
    def holding(self) -> set[int]:
        """The questions that hold some validation back."""
        return {one.pk for node in self.shown for one in node.record.holding(node.fingerprint)}

    def _matching(self, threads: CommentQuerySet, words: str) -> CommentQuerySet:
        wanted = normalised(words).replace("’", "'")
        writers = [
            user.pk
            for user in User.objects.filter(
                comment__section__specification=self.shown.specification
            ).distinct()
            if wanted in normalised(str(user))
        ]
        rows = Q(plain_text__contains=wanted) | Q(plain_quote__contains=wanted) | Q(author__in=writers)
        rows |= Q(row_key__icontains=words)
        return _with(threads, rows, plain_text=plainly(F("text")), plain_quote=plainly(F("quote")))


def _with(threads: CommentQuerySet, rows: Q, **made: Any) -> CommentQuerySet:
    """Those of these threads where the comment itself, or an answer, is one of these rows."""
    inside = Comment.objects.live().annotate(**made).filter(rows)
    found: CommentQuerySet = threads.filter(
        Exists(inside.filter(pk=OuterRef("pk"))) | Exists(inside.filter(parent=OuterRef("pk")))
    )
    return found
