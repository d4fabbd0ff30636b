"""Links as planners write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.notation import NotationError, parse, write
from planning.schedule import Link, LinkKind

KINDS = st.sampled_from(LinkKind)
KEYS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", ()),
        (" ; , ", ()),
        ("T01", (Link("T01"),)),
        ("T01, T02", (Link("T01"), Link("T02"))),
        ("T01;T02\nT03", (Link("T01"), Link("T02"), Link("T03"))),
        ("T01 DD+3", (Link("T01", LinkKind.START_START, 3),)),
        ("T01 dd + 3 j", (Link("T01", LinkKind.START_START, 3),)),
        ("T02 FF-2", (Link("T02", LinkKind.FINISH_FINISH, -2),)),
        ("T02 FF\u22122 jours", (Link("T02", LinkKind.FINISH_FINISH, -2),)),
        ("T02 DF", (Link("T02", LinkKind.START_FINISH),)),
        ("T01 +5", (Link("T01", lag=5),)),
        ("T01+5", (Link("T01", lag=5),)),
        (
            "T01 FS+5d, T02 SS, T03 SF",
            (Link("T01", lag=5), Link("T02", LinkKind.START_START), Link("T03", LinkKind.START_FINISH)),
        ),
        ("T01 FD +10 jours ouvrés", (Link("T01", lag=10),)),
        ("FF", (Link("FF"),)),
    ],
)
def test_what_planners_write_is_read(text: str, links: tuple[Link, ...]) -> None:
    assert parse(text) == links


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("T01DD+3", Link("T01", LinkKind.START_START, 3)),
        ("t01 dd", Link("T01", LinkKind.START_START)),
        ("T01-2", Link("T01", lag=-2)),
        ("T02-B", Link("T02-B")),
    ],
)
def test_known_keys_settle_what_a_tight_text_means(text: str, link: Link) -> None:
    assert parse(text, ["T01", "T02-B"]) == (link,)


@pytest.mark.parametrize(
    ("text", "piece", "words"),
    [
        ("T01, T02 XX+3", "T02 XX+3", "FD, DD, FF ou DF"),
        ("T01 DD+trois", "T01 DD+trois", "un délai"),
        ("T01, T99", "T99", "aucune tâche ne porte la clé T99"),
        ("T01, T02, T01 DD", "T01 DD", "nommée deux fois"),
        ("T01 FD+900", "T01 FD+900", "de -500 à +500"),
        ("=1+1", "=1+1", "la clé d’une tâche"),
    ],
)
def test_the_wrong_piece_is_named_in_words(text: str, piece: str, words: str) -> None:
    with pytest.raises(NotationError, match=piece.replace("+", r"\+")) as caught:
        parse(text, ["T01", "T02"])
    assert caught.value.piece == piece
    assert words in str(caught.value)


def test_a_long_wrong_piece_is_cut() -> None:
    with pytest.raises(NotationError) as caught:
        parse("é" * 5000)
    assert len(str(caught.value)) < 200


@given(st.lists(st.builds(Link, KEYS, KINDS, st.integers(-500, 500)), unique_by=lambda link: link.key))
def test_what_is_written_is_read_back(links: list[Link]) -> None:
    assert parse(write(links)) == tuple(links)
    assert parse(write(links), {link.key for link in links}) == tuple(links)
