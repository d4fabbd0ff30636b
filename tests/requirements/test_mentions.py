"""Who is named in a text."""

import pytest
from django.utils import timezone

from accounts.models import User
from charter.models import Membership, Project
from requirements.mentions import named_in, with_chips


def someone(name: str, title: str = "Acheteur", *, gone: bool = False) -> Membership:
    member = Membership(user=User(name=name, email="a@exemple.fr"), title=title, project=Project())
    if gone:
        member.deleted_at = timezone.now()
    return member


CLAIRE, ELODIE = someone("Claire Dupont"), someone("Élodie Œuvrard", "Direction générale")
CLAIRE_ANNE = someone("Claire Dupont-Martin")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Claire Dupont, qu’en dites-vous ?", [CLAIRE]),
        ("Voir (@claire dupont) et @ELODIE ŒUVRARD", [CLAIRE, ELODIE]),
        ("@Claire Dupont-Martin", [CLAIRE_ANNE]),
        ("@Direction generale", [ELODIE]),
        ("@Claire Dupont et encore @Claire Dupont", [CLAIRE]),
        ("Écrire à claire@exemple.fr, @ 14 h, à 3@4", []),
    ],
)
def test_the_longest_name_after_an_at_sign_is_the_one_named(text: str, named: list[Membership]) -> None:
    found = named_in(text, [CLAIRE, ELODIE, CLAIRE_ANNE])
    assert found.members == named
    assert found.refusals == []


def test_a_name_that_only_begins_a_word_is_nobody() -> None:
    found = named_in("@Claire Duponteau", [CLAIRE])
    assert (found.members, found.unknown) == ([], ["Claire"])


def test_chips_wrap_names_and_escape_the_rest() -> None:
    html = with_chips("Merci @Claire Dupont <b>\n\n& fin", [CLAIRE])
    assert html == '<p>Merci <span class="mention">@Claire Dupont</span> &lt;b&gt;</p>\n\n<p>&amp; fin</p>'
