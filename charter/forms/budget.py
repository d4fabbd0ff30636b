"""Forms of the budget: its lines, and how the whole is reckoned."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from charter.budgeting import product
from charter.forms.fields import AMOUNT_HELP, AmountField, FrenchDecimalField, PercentField
from charter.forms.rows import ProjectRowForm
from charter.models import BudgetLine, BudgetSettings
from charter.models.budget import LONGEST_HORIZON, BudgetUnit
from crmproject.toolkit.templatetags.french import money

NBSP = "\u00a0"
YEARS = [(year, f"Année {year}") for year in range(1, LONGEST_HORIZON + 1)]
LASTING = [("", "Jusqu’à l’horizon")] + [
    (year, f"{year} année{'s' * (year > 1)}") for year in range(1, LONGEST_HORIZON + 1)
]
RECKONED = ("quantity", "unit_price", "months")
ONLY_RECURRING = (
    f"Ne vaut que pour un coût récurrent{NBSP}: cochez «{NBSP}récurrent chaque année{NBSP}», "
    "ou videz ce champ."
)


class BudgetLineForm(ProjectRowForm[BudgetLine]):
    """A line, whose amount is typed, or reckoned where a unit is chosen."""

    amount = AmountField(
        label="Montant (€ HT)",
        required=False,
        help_text=f"{AMOUNT_HELP} Laissez vide si vous comptez en quantité × prix.",
    )
    unit = forms.ChoiceField(
        label="Ce que l’on compte",
        required=False,
        choices=[("", "Rien\u00a0: le montant ci-dessus est un forfait"), *BudgetUnit.choices],
        help_text="Des jours à leur prix, des utilisateurs à un prix par mois…",
    )
    quantity = FrenchDecimalField(
        label="Quantité", required=False, max_digits=9, decimal_places=2, min_value=0
    )
    unit_price = AmountField(label="Prix unitaire (€ HT)", required=False, help_text="")
    first_year = forms.TypedChoiceField(
        label="Première année", choices=YEARS, coerce=int, required=False, empty_value=None, initial=1
    )
    years = forms.TypedChoiceField(
        label="Durée", choices=LASTING, coerce=int, required=False, empty_value=None
    )
    increase = PercentField(
        label="Hausse par an (%)", required=False, min_value=-50, max_value=100, initial=Decimal(0)
    )
    low = AmountField(label="Si tout va bien (€ HT)", required=False, help_text="")
    high = AmountField(label="Si cela se passe mal (€ HT)", required=False, help_text="")

    class Meta:
        model = BudgetLine
        fields = [
            "category", "label", "amount", "unit", "quantity", "unit_price", "months", "recurring", "internal",
            "first_year", "years", "increase", "low", "high",
        ]  # fmt: skip
        help_texts = {
            "months": "Pour un prix au mois\u00a0: 12 pour une année entière.",
            "recurring": "Le montant est alors celui d’une année.",
            "internal": "Temps ou moyens de l’entreprise, sans facture.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.unit:
            # It follows from the quantity and the price, which are what one edits.
            self.initial["amount"] = None

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            "version",
            Row(Column("category", css_class="col-md-5"), Column("label", css_class="col-md-7")),
            "amount",
            Fieldset(
                "Ou bien quantité × prix",
                Row(
                    Column("unit", css_class="col-md-6"),
                    Column("quantity", css_class="col-md-6"),
                    Column("unit_price", css_class="col-md-6"),
                    Column("months", css_class="col-md-6"),
                ),
            ),
            Fieldset(
                "Quand, et qui paie",
                Row(Column("internal", css_class="col-md-6"), Column("recurring", css_class="col-md-6")),
                Row(
                    Column("first_year", css_class="col-md-4"),
                    Column("years", css_class="col-md-4"),
                    Column("increase", css_class="col-md-4"),
                ),
            ),
            Fieldset(
                "Hypothèses",
                Row(Column("low", css_class="col-md-6"), Column("high", css_class="col-md-6")),
            ),
        )
        return helper

    def clean_first_year(self) -> int:
        return self.cleaned_data.get("first_year") or 1

    def clean_increase(self) -> Decimal:
        return self.cleaned_data.get("increase") or Decimal(0)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        self._clean_amount()
        self._clean_years()
        self._clean_scenarios()
        return data

    def _clean_amount(self) -> None:
        data = self.cleaned_data
        if not data.get("unit"):
            for name in RECKONED:
                if data.get(name) is not None:
                    self.add_error("unit", "Choisissez ce que l’on compte, ou videz quantité, prix et mois.")
                    break
            if data.get("amount") is None and "amount" not in self.errors:
                self.add_error("amount", "Écrivez un montant, ou une unité, une quantité et un prix.")
            return
        for name in ("quantity", "unit_price"):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, "À remplir quand une unité est choisie.")
        if self.errors.keys() & set(RECKONED):
            return
        amount = product(data["quantity"], data["unit_price"], data.get("months"))
        if amount > AmountField.LARGEST:
            self.add_error("quantity", f"Le montant calculé dépasse {money(AmountField.LARGEST)}.")
        self.errors.pop("amount", None)
        data["amount"] = amount

    def _clean_years(self) -> None:
        data = self.cleaned_data
        if data.get("recurring"):
            return
        for name in ("years", "increase"):
            if data.get(name):
                self.add_error(name, ONLY_RECURRING)

    def _clean_scenarios(self) -> None:
        amount, low, high = (self.cleaned_data.get(name) for name in ("amount", "low", "high"))
        if amount is None:
            return
        if low is not None and low > amount:
            self.add_error("low", f"L’hypothèse basse dépasse le montant probable, {money(amount)}.")
        if high is not None and high < amount:
            self.add_error("high", f"L’hypothèse haute est sous le montant probable, {money(amount)}.")


class BudgetSettingsForm(ProjectRowForm[BudgetSettings]):
    """What holds for the whole budget."""

    contingency = PercentField(label="Aléas (%)", min_value=0, max_value=100)
    low_percent = PercentField(label="Hypothèse basse\u00a0: en moins (%)", min_value=0, max_value=100)
    high_percent = PercentField(label="Hypothèse haute\u00a0: en plus (%)", min_value=0, max_value=300)
    tax_rate = PercentField(label="Taux de TVA (%)", min_value=0, max_value=100)

    class Meta:
        model = BudgetSettings
        fields = ["horizon", "users", "contingency", "low_percent", "high_percent", "tax_shown", "tax_rate"]
        help_texts = {
            "horizon": "De 1 à 10 années, la première commençant avec le projet.",
            "users": "Sert aux repères\u00a0: jours de prestation et coût par utilisateur.",
            "contingency": "Provision ajoutée à toutes les lignes, celles du poste «\u00a0Aléas\u00a0» exceptées.",
            "low_percent": "Pour les lignes qui ne disent pas leur propre hypothèse basse.",
            "high_percent": "Pour les lignes qui ne disent pas leur propre hypothèse haute.",
            "tax_shown": "La TVA porte sur les coûts externes et leur part d’aléas.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in self.Meta.help_texts.items():
            self.fields[name].help_text = text
        if self.instance._state.adding:
            # Two people may write the first one at the same time: the second must not pass for its reader.
            self.fields["version"].initial = 0
