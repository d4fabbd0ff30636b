"""The profile from which a planning is proposed."""

import datetime
from typing import Any

from django import forms

from charter.models import Project
from charter.models.project import Procurement, Setup
from crmproject.toolkit.forms import CadrageForm
from crmproject.toolkit.templatetags.french import MONTHS
from planning.drafts import Mode
from planning.forms.tasks import in_calendar
from planning.profile import LONGEST_SEASON, Profile, Season, Turnover

WITH, WITHOUT = "with", "without"
MONTH_CHOICES = [("", "Aucun"), *((str(number), name) for number, name in enumerate(MONTHS, start=1))]


class ProfileForm(CadrageForm):
    """Size and ways of the company; what the project already says is filled in."""

    start = forms.DateField(
        label="Début de la réflexion",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Le premier jour de l’analyse de la situation.",
    )
    users = forms.IntegerField(
        label="Utilisateurs du CRM",
        min_value=1,
        max_value=100_000,
        help_text="Ceux qu’il faudra former, pas seulement les membres du projet.",
    )
    departments = forms.IntegerField(label="Services concernés", min_value=1, max_value=200)
    setup = forms.ChoiceField(label="Configuration", choices=Setup.choices, widget=forms.RadioSelect)
    overlap_months = forms.IntegerField(
        label="Recouvrement des deux outils (mois)",
        min_value=0,
        max_value=36,
        required=False,
        help_text="Pour un remplacement.",
    )
    connectors = forms.IntegerField(
        label="Connecteurs à construire",
        min_value=0,
        max_value=100,
        help_text="Les liens avec l’ERP, l’e-mailing, la téléphonie…",
    )
    sources = forms.IntegerField(label="Sources de données à reprendre", min_value=0, max_value=100)
    procurement = forms.ChoiceField(
        label="Mode d’achat", choices=Procurement.choices, widget=forms.RadioSelect
    )
    turnover = forms.ChoiceField(
        label="Turn-over", choices=[(one.value, one.label.capitalize()) for one in Turnover]
    )
    season_first = forms.ChoiceField(
        label="Haute saison, du mois de",
        choices=MONTH_CHOICES,
        required=False,
        help_text="Les mois où personne n’a le temps de se former.",
    )
    season_last = forms.ChoiceField(label="au mois de", choices=MONTH_CHOICES, required=False)
    mode = forms.ChoiceField(
        label="Les tâches déjà au planning",
        choices=[
            (Mode.MISSING.value, "Restent\u00a0: n’ajouter que les étapes qui manquent"),
            (Mode.REPLACE.value, "Sont remplacées\u00a0: mises de côté, elles pourront être restaurées"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    # Chosen beside the links that it is about, in the preview.
    ties = forms.ChoiceField(
        label="Relier les tâches en place aux nouvelles",
        choices=[(WITH, "Avec ces liens"), (WITHOUT, "Sans ces liens")],
        widget=forms.HiddenInput,
        required=False,
    )

    def __init__(self, *args: Any, has_tasks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_tasks:
            del self.fields["mode"], self.fields["ties"]

    def clean_start(self) -> datetime.date | None:
        return in_calendar(self.cleaned_data["start"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("season_first"), data.get("season_last")
        if bool(first) != bool(last):
            name = "season_last" if first else "season_first"
            self.add_error(name, "Une saison a un premier et un dernier mois.")
        elif first and last and Season(int(first), int(last)).length > LONGEST_SEASON:
            self.add_error("season_last", f"Une haute saison dure au plus {LONGEST_SEASON}\u00a0mois.")
        return data

    def profile(self, project: Project) -> Profile:
        """The profile that was typed; the form is valid."""
        data = self.cleaned_data
        first, last = data["season_first"], data["season_last"]
        return Profile(
            users=data["users"],
            departments=data["departments"],
            replacement=data["setup"] == Setup.REPLACEMENT,
            outgoing_tool=project.outgoing_tool,
            overlap_months=data["overlap_months"] or 0,
            connectors=data["connectors"],
            sources=data["sources"],
            tender=data["procurement"] == Procurement.TENDER,
            turnover=Turnover(data["turnover"]),
            season=Season(int(first), int(last)) if first else None,
        )

    @property
    def mode_chosen(self) -> Mode:
        """What to do with the tasks that are there; where there is none, nothing is replaced."""
        if "mode" not in self.fields:
            return Mode.REPLACE
        return Mode(self.cleaned_data["mode"] or Mode.MISSING)

    @property
    def ties_chosen(self) -> bool:
        """Whether standing tasks are to wait for the added ones; so it is unless somebody unticks it."""
        return self.cleaned_data.get("ties") != WITHOUT


def initial_of(profile: Profile, start: datetime.date) -> dict[str, object]:
    """What the form shows of this profile."""
    return {
        "start": start,
        "users": profile.users,
        "departments": profile.departments,
        "setup": (Setup.REPLACEMENT if profile.replacement else Setup.NEW).value,
        "overlap_months": profile.overlap_months,
        "connectors": profile.connectors,
        "sources": profile.sources,
        "procurement": (Procurement.TENDER if profile.tender else Procurement.IN_HOUSE).value,
        "turnover": profile.turnover.value,
        "season_first": str(profile.season.first) if profile.season else "",
        "season_last": str(profile.season.last) if profile.season else "",
        "mode": Mode.MISSING.value,
        "ties": WITH,
    }
