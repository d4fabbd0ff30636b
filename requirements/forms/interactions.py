"""The form of a touchpoint with the customer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from charter.forms.rows import ProjectRowForm
from requirements.models import Interaction


class SuggestingInput(forms.TextInput):
    """A text with the values already given elsewhere, which the browser suggests."""

    def __init__(self, suggestions: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.suggestions = list(suggestions)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        place = f"{(attrs or {}).get('id', name)}-known"
        field = super().render(name, value, {**(attrs or {}), "list": place}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, place, options)


class InteractionForm(ProjectRowForm[Interaction]):
    class Meta:
        model = Interaction
        fields = ["journey", "touchpoint", "stage", "emotion", "friction", "problem", "needs", "priority"]
        help_texts = {
            "journey": "Le client dont c’est le chemin\u00a0: «\u00a0Artisan\u00a0», «\u00a0Syndic\u00a0». Un nom, une "
            "ligne de la carte.",
            "emotion": "Ce qu’il ressent à ce moment-là, d’après ce qu’il en dit.",
            "friction": "Ce qui l’agace ou le ralentit, vu de son côté.",
            "problem": "Ce qui ne va pas de votre côté.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Interaction.objects.live().filter(project=self.project).exclude(journey="")
        names = known.order_by("journey").values_list("journey", flat=True).distinct()
        self.fields["journey"].widget = SuggestingInput(
            names, attrs={"maxlength": 120, "autocomplete": "off"}
        )
