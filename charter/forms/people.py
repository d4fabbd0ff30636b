"""Choosing members of a project in a form."""

from django import forms

from charter.models import Membership


def person_label(member: Membership) -> str:
    """« Nom (fonction) », saying when the person left the project."""
    return f"{member.display_name} – a quitté le projet" if member.is_deleted else member.display_name


class PersonField(forms.ModelChoiceField[Membership]):
    """One member, with title."""

    def label_from_instance(self, obj: Membership) -> str:
        return person_label(obj)


class PeopleField(forms.ModelMultipleChoiceField[Membership]):
    """Several members, with title."""

    def label_from_instance(self, obj: Membership) -> str:
        return person_label(obj)
