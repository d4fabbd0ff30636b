"""Forms of the change plan."""

from decimal import Decimal
from typing import ClassVar

from django import forms

from charter.forms.fields import FrenchDecimalField
from charter.forms.risks import owner_field
from charter.forms.rows import ProjectRowForm
from charter.forms.when import StartedForm
from charter.models import Benefit, Communication, Support, Training


class CommunicationForm(StartedForm[Communication]):
    owner = owner_field()
    dates: ClassVar[tuple[str, ...]] = ("held_on",)

    class Meta:
        model = Communication
        fields = ["held_on", "audience", "channel", "message", "owner", "is_launch", "is_done"]
        help_texts = {
            "audience": "À qui l’on parle\u00a0: «\u00a0tous les commerciaux\u00a0», «\u00a0agence de Lyon\u00a0».",
            "message": "Ce que ces personnes doivent en retenir.",
        }
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}


class BenefitForm(ProjectRowForm[Benefit]):
    class Meta:
        model = Benefit
        fields = ["profile", "department", "benefit"]
        help_texts = {
            "profile": "«\u00a0Commercial itinérant\u00a0», «\u00a0chargé de campagnes\u00a0»…",
            "department": "Vide pour un profil présent dans plusieurs services.",
            "benefit": "Ce qui change dans sa journée, de façon à pouvoir le constater.",
        }
        widgets = {"benefit": forms.Textarea(attrs={"rows": 2})}


class TrainingForm(StartedForm[Training]):
    hours = FrenchDecimalField(
        label="Durée (heures)",
        required=False,
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.25"),
        max_value=Decimal(400),
        error_messages={
            "min_value": "Un quart d’heure au moins.",
            "max_value": "400 heures au plus\u00a0: découpez en plusieurs formations.",
        },
    )
    dates: ClassVar[tuple[str, ...]] = ("held_on",)

    class Meta:
        model = Training
        fields = ["level", "audience", "held_on", "hours", "people", "trainer", "is_refresher"]
        help_texts = {
            "is_refresher": "Un à deux mois après les premières formations.",
            "trainer": "Une fonction ou un organisme.",
        }


class SupportForm(StartedForm[Support]):
    owner = owner_field()
    dates: ClassVar[tuple[str, ...]] = ("starts_on", "ends_on")

    class Meta:
        model = Support
        fields = ["kind", "title", "people", "starts_on", "ends_on", "owner"]
        help_texts = {
            "people": "Un groupe pilote est autonome et représentatif\u00a0; un tutoriel est fait par les intéressés.",
            "ends_on": "Vide s’il n’y a qu’une date.",
        }
