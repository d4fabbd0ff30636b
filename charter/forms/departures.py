"""A member who leaves: who takes over what they hold."""

from typing import Any

from django import forms

from charter.actions.departures import stamp_of
from charter.handover import Holding
from charter.members import load_members
from charter.models import Membership
from crmproject.toolkit.forms import CadrageForm

NOBODY = "personne"
AS_ALL = "Comme ci-dessus"
CHOOSE = "Choisissez qui reprend"


class DepartureForm(CadrageForm):
    """One successor for all that the member holds, and another one, or nobody, for a kind of it where that is said."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    read = forms.CharField(widget=forms.HiddenInput, required=False)
    successor = forms.ChoiceField(
        label="Tout confier à", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args: Any, member: Membership, found: list[Holding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = [one for one in found if not one.duty.ends]
        self.people = {str(one.pk): one for one in load_members(member.project_id) if one.pk != member.pk}
        self.fields["version"].initial = member.version
        self.fields["read"].initial = stamp_of(found)
        everyone = [(key, one.display_name) for key, one in self.people.items()]
        leaving = [(NOBODY, "Personne, partout où c’est permis")]
        self._choices("successor", [("", CHOOSE), *everyone, *leaving])
        for one in self.found:
            duty = one.duty
            fit = [(key, name) for key, name in everyone if duty.fits(self.people[key])]
            left = [(NOBODY, duty.without)] if duty.without else []
            self.fields[self.name_of(one)] = forms.ChoiceField(
                label=duty.label,
                choices=[("", AS_ALL), *fit, *left],
                required=False,
                help_text=duty.needs,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )
        if not self.found:
            del self.fields["successor"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @staticmethod
    def name_of(one: Holding) -> str:
        return f"to-{one.duty.slug}"

    def rows(self) -> list[tuple[Holding, forms.BoundField]]:
        """Each kind with the field that says who takes it over."""
        return [(one, self[self.name_of(one)]) for one in self.found]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for one in self.found:
            self._check(one, data)
        return data

    def _check(self, one: Holding, data: dict[str, Any]) -> None:
        name = self.name_of(one)
        if name in self.errors or "successor" in self.errors:
            return
        chosen = self._chosen(one, data)
        person = self.people.get(chosen)
        if not chosen:
            self.add_error(name, "Choisissez qui reprend.")
        elif person and not one.duty.fits(person):
            self.add_error(name, f"{person.display_name} ne peut pas les reprendre. {one.duty.needs}")
        elif not person and not one.duty.without:
            self.add_error(name, f"Il faut ici quelqu’un. {one.duty.needs}".strip())

    def _chosen(self, one: Holding, data: dict[str, Any]) -> str:
        return str(data.get(self.name_of(one)) or data.get("successor") or "")

    @property
    def plan(self) -> dict[str, Membership | None]:
        """The successor of each kind; None for nobody."""
        return {one.duty.slug: self.people.get(self._chosen(one, self.cleaned_data)) for one in self.found}
