"""What a difference says: rows added, removed, moved, changed field by field; words inside texts; table cells."""

import re
import time
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string

from charter.models import Project
from crmproject.environment import BASE_DIR
from crmproject.toolkit import blocks
from crmproject.toolkit.blocks import Gathering, Place
from requirements.diffs import Entry, SectionDiff, Status, compare
from requirements.diffs.model import Gap
from requirements.diffs.rows import spelling_of, taken_apart

DEMO = BASE_DIR / "demo" / "projet-negoce.yaml"


def content(text: str = "", title: str = "Budget", **data: Any) -> dict[str, Any]:
    """A section’s content with these blocks."""
    return {
        "format": 1,
        "title": title,
        "department": "",
        "text": text,
        "blocks": [{"name": name, "data": one} for name, one in data.items()],
    }


def changes(diff: SectionDiff) -> list[Entry]:
    return [entry for part in diff.parts for entry in part.entries if entry.is_change]


def only(diff: SectionDiff) -> Entry:
    (entry,) = changes(diff)
    return entry


def told(entry: Entry) -> dict[str, str]:
    """What each field says, marks left in and hidden words out."""
    hidden = re.compile(r'<span class="visually-hidden">[^<]*</span>')
    return {field.label: hidden.sub("", str(field.html)) for field in entry.fields}


def need(ref: str, **more: str) -> dict[str, str]:
    return {"ref": ref, "title": f"Exigence {ref}", "text": "Le CRM doit afficher les devis.", **more}


def test_a_row_keeps_its_identity_by_its_reference() -> None:
    before = content(requirements={"rows": [need("COM-001"), need("COM-002")]})
    after = content(requirements={"rows": [need("COM-002"), need("COM-003")]})
    found = {entry.key: entry.status for entry in changes(compare(before, after))}
    assert found == {"COM-001": Status.REMOVED, "COM-003": Status.ADDED}


def test_a_changed_row_says_field_by_field_what_changed() -> None:
    before = content(requirements={"rows": [need("COM-001", priority="must")]})
    after = content(
        requirements={"rows": [need("COM-001", priority="should", text="Le CRM doit afficher les factures.")]}
    )
    entry = only(compare(before, after))
    assert entry.status == Status.CHANGED
    assert told(entry) == {
        "Priorité": "<del>Must</del> <ins>Should</ins>",
        "Exigence": "Le CRM doit afficher les <del>devis</del><ins>factures</ins>.",
    }


def test_a_row_that_moved_and_changed_is_said_to_have_done_both() -> None:
    rows = [need(f"COM-{number:03d}") for number in range(1, 6)]
    moved = [*rows[1:], {**rows[0], "title": "Devis rapides"}]
    entry = only(compare(content(requirements={"rows": rows}), content(requirements={"rows": moved})))
    assert entry.label == "Modifié et déplacé"
    assert entry.move == "de la 1re à la 5e place"


def test_rows_that_others_passed_did_not_move() -> None:
    rows = [need(f"COM-{number:03d}") for number in range(1, 9)]
    entry = only(
        compare(content(requirements={"rows": rows}), content(requirements={"rows": [rows[-1], *rows[:-1]]}))
    )
    assert (entry.status, entry.key) == (Status.MOVED, "COM-008")


def test_a_renamed_row_that_is_plainly_the_same_is_changed() -> None:
    before = content(
        budget={"rows": [{"category": "Licences", "lines": [_line("Abonnement de 30 postes", 9000)]}]}
    )
    after = content(
        budget={"rows": [{"category": "Licences", "lines": [_line("Abonnement de 35 postes", 9900)]}]}
    )
    entry = only(compare(before, after))
    assert entry.status == Status.CHANGED
    assert told(entry)["Montant (€ HT)"] == "<del>9\u202f000</del> <ins>9\u202f900</ins>"


def test_another_row_under_another_name_is_not_a_renamed_one() -> None:
    before = content(budget={"rows": [{"category": "Licences", "lines": [_line("Abonnement", 9000)]}]})
    after = content(
        budget={"rows": [{"category": "Licences", "lines": [_line("Formation des équipes", 800)]}]}
    )
    assert [entry.status for entry in changes(compare(before, after))] == [Status.REMOVED, Status.ADDED]


def _line(label: str, amount: int) -> dict[str, Any]:
    return {"label": label, "amount": amount, "recurring": True, "internal": False}


def test_a_row_that_goes_to_another_group_moved() -> None:
    def phases(first: list[str], second: list[str]) -> dict[str, Any]:
        return {
            "rows": [
                {"key": "a", "title": "Conception", "tasks": [{"key": one, "title": one} for one in first]},
                {"key": "b", "title": "Recette", "tasks": [{"key": one, "title": one} for one in second]},
            ]
        }

    diff = compare(
        content(planning=phases(["T1", "T2"], ["T3"])), content(planning=phases(["T1"], ["T2", "T3"]))
    )
    entry = only(diff)
    assert entry.status == Status.MOVED
    assert entry.move == "de «\u00a0Conception\u00a0» à «\u00a0Recette\u00a0»"


def test_a_group_that_moves_does_not_move_its_rows() -> None:
    groups = [
        {"category": name, "lines": [_line(f"{name} {n}", n) for n in range(4)]} for name in ("Un", "Deux")
    ]
    diff = compare(content(budget={"rows": groups}), content(budget={"rows": groups[::-1]}))
    assert only(diff).name == "Deux" or only(diff).name == "Un"


def test_a_new_column_of_the_matrix_shifts_nothing() -> None:
    lines = [{"ref": "T1", "title": "Choisir", "cells": ["A", "R"]}]
    before = content(raci={"people": ["Anne", "Luc"], "rows": [{"group": "Étude", "lines": lines}]})
    after = content(
        raci={
            "people": ["Zoé", "Anne", "Luc"],
            "rows": [{"group": "Étude", "lines": [{**lines[0], "cells": ["C", "A", "AR"]}]}],
        }
    )
    found = {entry.name: entry for entry in changes(compare(before, after))}
    assert found["Zoé"].status == Status.ADDED
    assert told(found["T1 – Choisir"]) == {"Zoé": "<ins>C</ins>", "Luc": "<del>R</del> <ins>A/R</ins>"}


def test_steps_of_a_field_are_told_one_by_one() -> None:
    before = content(
        use_cases={"rows": [{"title": "Devis", "department": "COM", "steps": ["Ouvrir", "Saisir"]}]}
    )
    after = content(
        use_cases={
            "rows": [{"title": "Devis", "department": "COM", "steps": ["Ouvrir", "Saisir le prix", "Fermer"]}]
        }
    )
    steps = told(only(compare(before, after)))["Étapes"]
    assert "<ins>Fermer</ins>" in steps
    assert "Ouvrir" not in steps
    assert "1 inchangé" in steps


def test_texts_of_a_list_are_told_one_by_one() -> None:
    before = content(scope={"included": ["Devis", "Commandes"], "excluded": []})
    after = content(scope={"included": ["Commandes"], "excluded": ["Devis"]})
    found = [
        (part.title, entry.status, entry.name)
        for part in compare(before, after).parts
        for entry in part.entries
    ]
    assert ("Périmètre – Dans le périmètre", Status.REMOVED, "Devis") in found
    assert ("Périmètre – Hors périmètre", Status.ADDED, "Devis") in found


def test_a_block_that_comes_or_goes_is_said_so() -> None:
    diff = compare(content(budget={"rows": []}), content(scope={"included": ["Devis"], "excluded": []}))
    assert {part.block: part.status for part in diff.parts if part.status != Status.SAME} == {
        "budget": Status.REMOVED,
        "scope": Status.ADDED,
    }


def test_a_block_that_the_product_no_longer_has_is_still_compared() -> None:
    entry = only(
        compare(
            content(gone={"rows": [{"name": "A", "x": 1}]}), content(gone={"rows": [{"name": "A", "x": 2}]})
        )
    )
    assert told(entry) == {"X": "<del>1</del> <ins>2</ins>"}


def test_paragraphs_items_and_cells_are_compared_one_by_one() -> None:
    before = (
        "<p>Rien ne bouge.</p><ul><li>Devis</li></ul>"
        "<table><tbody><tr><td>ERP</td><td>Stocks</td></tr></tbody></table>"
    )
    after = (
        "<p>Rien ne bouge.</p><ul><li>Devis</li><li>Relances automatiques</li></ul>"
        "<table><tbody><tr><td>ERP</td><td>Stocks et prix</td></tr></tbody></table>"
    )
    found = {entry.name: entry for entry in changes(compare(content(before), content(after)))}
    assert found["Élément de liste"].status == Status.ADDED
    assert told(found["Ligne de tableau"])[""].count("<ins>") == 1
    assert "<td>Stocks<ins> et prix</ins></td>" in told(found["Ligne de tableau"])[""]


def test_a_paragraph_that_moved_is_not_removed_and_added() -> None:
    one, two, three = "<p>Le contexte du projet.</p>", "<p>Les services.</p>", "<p>Les outils en place.</p>"
    entry = only(compare(content(one + two + three), content(two + three + one)))
    assert (entry.status, entry.name) == (Status.MOVED, "Paragraphe\u00a0: Le contexte du projet.")


def test_a_change_of_emphasis_alone_is_said_so() -> None:
    entry = only(
        compare(content("<p>Un délai ferme.</p>"), content("<p>Un délai <strong>ferme</strong>.</p>"))
    )
    assert entry.name == "Paragraphe (mise en forme)"
    assert "<strong>ferme</strong>" in told(entry)[""]


def test_a_changed_address_is_shown_and_never_followed() -> None:
    before, after = (
        f'<p>Voir <a href="{url}">la note</a>.</p>' for url in ("https://a.fr/", "javascript:x()")
    )
    marked = told(only(compare(content(before), content(after))))[""]
    assert "(https://a.fr/)" in marked
    assert "href" not in marked


def test_blanks_that_changed_can_be_seen() -> None:
    entry = only(compare(content("<p>30 000 euros</p>"), content("<p>30\u00a0000 euros</p>")))
    assert "<del>␣</del><ins>⍽</ins>" in told(entry)[""]


@pytest.mark.parametrize("words", [30_000, 3])
def test_a_long_text_is_compared_in_bounded_work(words: int) -> None:
    before = content(requirements={"rows": [need("COM-001", text="avant " * words)]})
    after = content(requirements={"rows": [need("COM-001", text="après " * words)]})
    began = time.process_time()
    marked = told(only(compare(before, after)))["Exigence"]
    assert time.process_time() - began < 2
    assert len(marked) < 12_000
    assert marked.startswith("<del>avant")


def test_a_page_shows_so_many_changes_and_says_how_many_are_left() -> None:
    before = content(requirements={"rows": [need(f"COM-{number:04d}") for number in range(500)]})
    after = content(
        requirements={"rows": [need(f"COM-{number:04d}", source="Atelier") for number in range(500)]}
    )
    diff = compare(before, after)
    assert (diff.tally.changed, diff.left_count) == (500, 300)
    pages = [diff.limited(first=first) for first in (0, 200, 400)]
    shown = [
        line.key for page in pages for part in page.shown for line in part.lines if isinstance(line, Entry)
    ]
    assert shown == [f"COM-{number:04d}" for number in range(500)]
    html = render_to_string("requirements/diffs/_section.html", {"diff": diff})
    assert "… et 300 autres changements" in html


def test_unchanged_rows_are_left_out_on_demand_and_cut_elsewhere() -> None:
    rows = [need(f"COM-{number:03d}") for number in range(50)]
    after = [*rows[:25], {**rows[25], "source": "Atelier"}, *rows[26:]]
    diff = compare(content(requirements={"rows": rows}), content(requirements={"rows": after}))
    (part,) = (one for one in diff.shown if one.part.is_change)
    gaps = [line.count for line in part.lines if isinstance(line, Gap)]
    assert gaps == [23, 22]
    (bare,) = diff.limited(only_changes=True).shown
    assert len(bare.lines) == 1


@pytest.mark.parametrize("count", [500, 2000])
def test_many_rows_all_moved_and_changed_are_compared_quickly(count: int) -> None:
    rows = [need(f"COM-{number:04d}", text=f"Texte {number} du besoin. " * 8) for number in range(count)]
    turned = [{**row, "text": row["text"] + "Fin."} for row in reversed(rows)]
    began = time.process_time()
    diff = compare(content(requirements={"rows": rows}), content(requirements={"rows": turned}))
    assert time.process_time() - began < count / 500
    assert diff.tally.changed == count


@pytest.mark.django_db
def test_every_field_that_a_block_shows_has_a_french_name() -> None:
    call_command("load_project", str(DEMO))
    negoce_project = Project.objects.get(slug="negoce")
    gathering = Gathering(negoce_project.pk)
    unnamed = set()
    for block in blocks.all_blocks():
        department = negoce_project.department_rows.first()
        data = block.compared(
            block.collect(gathering, Place(department=department.code if department else ""))
        )
        spelling = spelling_of(block.name, block)
        facts, lists = taken_apart(data, spelling)
        named = {path[0] for path in facts} | {path[-1] for path in lists if path != ("rows",)}
        named |= {path[0] for rows in lists.values() for row in rows for path in row.own}
        unnamed |= {(block.name, name) for name in named - {"", "rows"} if name not in block.labels}
    assert not unnamed


def test_every_block_but_the_glossary_names_its_data_set() -> None:
    assert [block.name for block in blocks.all_blocks() if not block.sources] == ["glossary"]
