"""The load of people, drawn: who is asked for more than their time, and in which weeks."""

from decimal import Decimal

from django.utils.safestring import SafeString

from crmproject.toolkit.charts import Alternative, Bar, Paint, Series, stacked_bars
from crmproject.toolkit.diagnostics import counted
from crmproject.toolkit.templatetags.french import long_date, number
from planning.capacity import PersonLoad, Workload, in_days

SERIES = [Series("Dans la capacité", Paint.DEEP), Series("Au-delà", Paint.ACCENT)]


def people_bars(found: Workload) -> list[SafeString]:
    """A bar for each person with work: what fits in their weeks, and what doesn’t."""
    bars = [
        Bar(one.member.display_name, (in_days(one.load - one.excess), in_days(one.excess)))
        for one in found.people
    ]
    over = counted(len(found.over), "personne a", "personnes ont")
    point = (
        f"{over} au moins une semaine au-delà de sa capacité."
        if len(found.over) == 1
        else (
            f"{over} au moins une semaine au-delà de leur capacité."
            if found.over
            else "Chacun reste dans sa capacité."
        )
    )
    return stacked_bars(
        alternative=Alternative(
            "Charge de chacun en jours de travail", point, "Le tableau dit chaque semaine."
        ),
        series=SERIES,
        bars=[bar for bar in bars if bar.total],
        figure=_in_words,
    )


def week_bars(person: PersonLoad) -> list[SafeString]:
    """A bar for each week of one person."""
    bars = [
        Bar(long_date(week.monday), (in_days(week.load - week.excess), in_days(week.excess)))
        for week in person.weeks
    ]
    name = person.member.display_name
    point = (
        f"{counted(len(person.over), 'semaine', 'semaines')} sur {len(person.weeks)} au-delà de sa capacité."
    )
    return stacked_bars(
        alternative=Alternative(f"Charge de {name} par semaine", point, "Le tableau dit les mêmes chiffres."),
        series=SERIES,
        bars=bars,
        figure=_in_words,
    )


def _in_words(amount: int | Decimal) -> str:
    return f"{number(amount)}\u00a0j"
