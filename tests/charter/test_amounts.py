"""Figures as people type them: read, or refused in words."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from charter.forms.fields import AmountField, FrenchDecimalField, PercentField, plain_figure

READ = {
    "1234": "1234",
    "1 234,50": "1234.50",
    "1\u00a0234,50": "1234.50",
    "1\u202f234,50\u00a0€": "1234.50",
    "1234.5": "1234.5",
    "12.50": "12.50",
    "€ 12": "12",
    "1'234,50": "1234.50",
    "1 234,50 euros HT": "1234.50",
    "1.234.567,89": "1234567.89",
    "1.234.567": "1234567",
    "1,234.50": "1234.50",
    "12,": "12",
    ",5": "0.5",
    "0,01": "0.01",
    "12k": "12000",
    "12 k€": "12000",
    "12K€": "12000",
    "1,5 k": "1500",
    "1.234k": "1234",
    "1,2 M€": "1200000",
    "0,5M": "500000",
    "12,34567k": "12345.67",
    "+3": "3",
    # Two decimals are the most: this can only be a group of three.
    "1.234": "1234",
    "12.345": "12345",
}


@pytest.mark.parametrize(("typed", "amount"), READ.items(), ids=READ)
def test_an_amount_is_read_as_it_was_meant(typed: str, amount: str) -> None:
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "1,2,3",
        "12 €50",
        "1.2.3",
        "12kk",
        "k",
        "€",
        "--5",
        "1e5",
        "NaN",
        "Infinity",
        "1,234,567",
        "12.34,5",
        "0x10",
        "5 m",
    ],
)
def test_what_is_no_amount_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AmountField().clean(typed)
    (message,) = refused.value.messages
    assert f"«\u00a0{typed}\u00a0» ne se lit pas comme un nombre" in message
    assert "12k" in message


@pytest.mark.parametrize("typed", ["-5", "−12,50", "-1k"])
def test_a_negative_amount_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError, match="ne peut pas être négatif"):
        AmountField().clean(typed)


@pytest.mark.parametrize("typed", ["10 000 000 000", "12 345 M€", "9" * 5000])
def test_an_absurd_amount_is_refused_with_the_largest(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AmountField().clean(typed)
    assert refused.value.messages == ["Ce montant dépasse 9\u202f999\u202f999\u202f999,99\u00a0€."]


@pytest.mark.parametrize("typed", ["1,234", "0.500", "0,001", "1,234567 k€"])
def test_too_many_decimals_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="2 chiffres après la virgule"):
        AmountField().clean(typed)


def test_a_negative_figure_that_is_no_amount_is_read() -> None:
    assert FrenchDecimalField().clean("−3,5") == Decimal("-3.5")


def test_a_percentage_is_read_with_its_sign() -> None:
    assert PercentField().clean("3,5 %") == Decimal("3.5")


def test_a_point_before_three_digits_is_a_point_where_three_decimals_may_be() -> None:
    assert FrenchDecimalField(decimal_places=3, max_digits=12).clean("1.234") == Decimal("1.234")


@given(st.decimals(min_value=0, max_value=AmountField.LARGEST, places=2))
def test_what_a_form_shows_is_read_back_the_same(amount: Decimal) -> None:
    field = AmountField()
    assert field.clean(field.prepare_value(amount)) == amount


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        Decimal(plain_figure(typed))
    except ValueError:
        return
