"""How addresses name editions."""

from django.urls import register_converter

from requirements.models.editions import NOTE, EditionRef


class EditionConverter:
    """« 3 » for an edition of the cahier des charges, « note-1 » for one of the note de cadrage."""

    regex = rf"(?:{NOTE})?[0-9]{{1,9}}"

    def to_python(self, value: str) -> EditionRef:
        return EditionRef.read(value)

    def to_url(self, value: EditionRef | int | str) -> str:
        return str(value)


register_converter(EditionConverter, "edition")
