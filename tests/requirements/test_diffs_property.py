"""Whatever two contents say, their difference is told completely, once, and safely."""

import html
import re
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crmproject.toolkit.fingerprints import canonical_json
from crmproject.toolkit.words import edits, marked_text, tokens_of
from requirements.diffs import SectionDiff, Status, compare
from requirements.diffs.matching import longest_increasing

TEXT = st.text(st.sampled_from("abc <>&\"'éÀ\u00a0\n;1-"), max_size=24)
NAME = st.sampled_from(["Licences", "Formation", "Reprise <b>", "Support", "Étude", ""])
ROW = st.fixed_dictionaries(
    {"title": NAME},
    optional={
        "ref": st.sampled_from(["COM-001", "COM-002", "COM-003", ""]),
        "text": TEXT,
        "amount": st.one_of(st.none(), st.integers(), st.booleans(), TEXT),
        "steps": st.lists(TEXT, max_size=4),
        "cells": st.dictionaries(NAME, TEXT, max_size=3),
    },
)
GROUP = st.fixed_dictionaries({"category": NAME, "lines": st.lists(ROW, max_size=4)})
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAME, inner, max_size=3)),
    max_leaves=8,
)
DATA = st.one_of(
    st.fixed_dictionaries({"rows": st.lists(ROW, max_size=6)}, optional={"total": st.integers()}),
    st.fixed_dictionaries({"rows": st.lists(GROUP, max_size=4)}),
    st.fixed_dictionaries({"included": st.lists(TEXT, max_size=5), "excluded": st.lists(TEXT, max_size=5)}),
    st.dictionaries(NAME, JSON, max_size=3),
)
PARAGRAPH = st.builds(
    lambda tag, text: f"<{tag}>{html.escape(text)}</{tag}>", st.sampled_from(["p", "h3", "blockquote"]), TEXT
)
RICH = st.one_of(st.lists(PARAGRAPH, max_size=5).map("".join), TEXT)
BLOCK = st.fixed_dictionaries(
    {"name": st.sampled_from(["budget", "raci", "scope", "planning", "gone"]), "data": DATA}
)
CONTENT = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "title": TEXT,
        "department": NAME,
        "text": RICH,
        "blocks": st.lists(BLOCK, max_size=3),
    }
)
TAGS = {
    "ins", "del", "span", "ul", "li", "br", "table", "tbody", "tr", "td", "strong", "em", "u", "s", "sub", "sup", "a",
}  # fmt: skip


def shown_html(diff: SectionDiff) -> list[str]:
    return [str(field.html) for part in diff.parts for entry in part.entries for field in entry.fields]


@given(CONTENT)
def test_a_content_differs_in_nothing_from_itself(content: dict[str, Any]) -> None:
    diff = compare(content, content)
    assert diff.is_empty
    assert diff.tally.total == 0
    assert not diff.changed_parts


@given(CONTENT, CONTENT)
@settings(max_examples=300)
def test_contents_that_differ_are_never_called_the_same(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    diff = compare(before, after)
    assert diff.is_empty == (canonical_json(before) == canonical_json(after))
    assert diff.is_empty or diff.changed_parts


@given(st.lists(ROW, max_size=12), st.lists(ROW, max_size=12))
@settings(max_examples=300)
def test_each_row_of_either_side_is_told_exactly_once(before: list[Any], after: list[Any]) -> None:
    diff = compare(_with_rows(before), _with_rows(after))
    counts = Counter(entry.status for part in diff.parts if part.block for entry in part.entries)
    if diff.is_empty:
        return
    stayed = counts[Status.SAME] + counts[Status.CHANGED] + counts[Status.MOVED]
    assert stayed + counts[Status.ADDED] == len(after)
    assert stayed + counts[Status.REMOVED] == len(before)


@given(st.lists(GROUP, max_size=5), st.lists(GROUP, max_size=5))
def test_each_row_inside_a_group_is_told_exactly_once(before: list[Any], after: list[Any]) -> None:
    diff = compare(_with_rows(before), _with_rows(after))
    inner = [
        part for part in diff.parts if part.block and not part.is_grouping and "lines" in part.title.lower()
    ]
    counts = Counter(entry.status for part in inner for entry in part.entries)
    if diff.is_empty or not inner:
        return
    stayed = counts[Status.SAME] + counts[Status.CHANGED] + counts[Status.MOVED]
    assert stayed + counts[Status.ADDED] == sum(len(group["lines"]) for group in after)
    assert stayed + counts[Status.REMOVED] == sum(len(group["lines"]) for group in before)


@given(CONTENT, CONTENT)
def test_swapping_the_sides_swaps_added_and_removed(before: dict[str, Any], after: dict[str, Any]) -> None:
    there, back = compare(before, after), compare(after, before)
    assert there.is_empty == back.is_empty
    sizes = [sum(len(part.entries) for part in diff.parts if part.block) for diff in (there, back)]
    gains = [diff.tally.added - diff.tally.removed for diff in (there, back)]
    assert gains[0] == -gains[1]
    assert bool(sizes[0]) == bool(sizes[1])


@given(st.lists(st.sampled_from("ABCDEFGH"), unique=True), st.lists(st.sampled_from("ABCDEFGH"), unique=True))
def test_rows_named_by_a_reference_are_added_and_removed_by_it(before: list[str], after: list[str]) -> None:
    diff = compare(
        *(_with_rows([{"ref": one, "title": "Pareil"} for one in side]) for side in (before, after))
    )
    told = {status: [e.key for p in diff.parts for e in p.entries if e.status == status] for status in Status}
    if diff.is_empty:
        return
    assert sorted(told[Status.ADDED]) == sorted(set(after) - set(before))
    assert sorted(told[Status.REMOVED]) == sorted(set(before) - set(after))
    stayed = [one for one in after if one not in told[Status.MOVED] and one in before]
    assert stayed == [one for one in before if one not in told[Status.MOVED] and one in after]


@given(st.permutations(range(12)))
def test_as_few_rows_as_can_be_are_said_to_have_moved(order: list[int]) -> None:
    kept = longest_increasing(order)
    values = [order[place] for place in sorted(kept)]
    assert values == sorted(values)
    best = [1] * len(order)
    for place, value in enumerate(order):
        best[place] += max((best[earlier] for earlier in range(place) if order[earlier] < value), default=0)
    assert len(kept) == max(best)


@given(TEXT, TEXT)
def test_edits_rebuild_both_texts(before: str, after: str) -> None:
    found = edits(tokens_of(before), tokens_of(after))
    assert "".join(token.text for edit in found for token in edit.before) == before
    assert "".join(token.text for edit in found for token in edit.after) == after


@given(CONTENT, CONTENT)
def test_no_text_comes_out_as_markup(before: dict[str, Any], after: dict[str, Any]) -> None:
    for piece in shown_html(compare(before, after)):
        assert set(re.findall(r"</?\s*([a-z0-9]+)", piece)) <= TAGS
        assert "<" not in re.sub(r"</?[a-z0-9]+(?: [a-z]+=\"[^\"<>]*\")*>", "", piece)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_word_comes_out_as_markup(before: str, after: str) -> None:
    bare = re.sub(r"</?(?:ins|del|br|span)(?: class=\"[a-z -]+\")?>", "", str(marked_text(before, after)))
    assert "<" not in bare
    assert ">" not in bare


def _with_rows(rows: list[Any]) -> dict[str, Any]:
    return {"title": "T", "department": "", "text": "", "blocks": [{"name": "gone", "data": {"rows": rows}}]}
