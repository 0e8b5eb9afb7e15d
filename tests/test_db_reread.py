"""What a better reader adds, changes and withdraws is counted and can be shown."""

from pathlib import Path
from typing import Any

import pytest

from db.reread import KINDS, changes, standing
from db.store import article_id, save_page, save_reading
from extract.model import Fact, Reading
from tests.helpers import (
    NOW,
    QUOTE,
    TEXT,
    a_database,
    a_fact,
    a_page_row,
    a_score,
    an_article,
    printed,
)


def told(folder: Path, before: list[Fact], after: list[Fact]) -> dict[str, list[str]]:
    """Read an article twice, and return what differs, each kind in the words shown."""
    with a_database(folder / "d.db") as db:
        page = a_page_row()
        article = an_article(url="https://baohagiang.vn/1")
        printed(db, *before, page=page, article=article)
        id_ = article_id(page.site_id, page.url_key)
        old = standing(db, id_)
        printed(db, *after, page=page, article=article)
        found = changes(old, standing(db, id_))
    assert {change.kind for change in found} <= set(KINDS)
    return {
        kind: [str(change) for change in found if change.kind == kind]
        for kind in KINDS
        if any(change.kind == kind for change in found)
    }


LONGER = "xếp thứ 23/63 tỉnh, thành phố, tăng 17 bậc so với năm trước"
ABOUT = "Hà Giang · PAR INDEX · 2023"
NOW_SAID = f"hạng 23/63 · +17 bậc (rank/ordinal) «{QUOTE}» https://baohagiang.vn/1"
OTHER = "đạt 83,80% PAR INDEX"


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ([a_fact()], [a_fact()], {}),
        ([a_fact(confidence=0.5)], [a_fact(confidence=0.9, reasons=("khác",))], {}),
        ([], [a_fact()], {"added": 1}),
        ([a_fact()], [], {"withdrawn": 1}),
        ([a_fact(rank=26, out_of=63)], [a_fact()], {"changed": 1}),
        ([a_fact()], [a_fact(rule="rank/table")], {"changed": 1}),
        ([a_fact()], [a_fact(quote=LONGER)], {"changed": 1}),
        ([a_fact(year=2022)], [a_fact()], {"changed": 1}),
        ([a_fact(subject_id=None)], [a_fact()], {"changed": 1}),
        ([a_fact(), a_score()], [a_score(), a_fact()], {}),
        ([a_fact(), a_score()], [a_score(score=83.0)], {"changed": 1, "withdrawn": 1}),
        (
            [a_fact()],
            [a_fact(index="sipas", quote=OTHER), a_score()],
            {"added": 2, "withdrawn": 1},
        ),
        ([a_fact(index="pci", quote=OTHER)], [a_fact()], {"added": 1, "withdrawn": 1}),
    ],
)
def test_two_readings_of_one_article_are_compared(
    tmp_path: Path, before: list[Fact], after: list[Fact], kinds: dict[str, int]
) -> None:
    """By what is said first, then by the words it stands in; how sure the reader is, is no fact."""
    found = told(tmp_path, before, after)

    assert {kind: len(lines) for kind, lines in found.items()} == kinds


def test_a_change_is_shown_with_what_was_said_and_where(tmp_path: Path) -> None:
    """One line each, to be looked through by hundreds."""
    found = told(
        tmp_path, [a_fact(rank=26, out_of=63), a_score()], [a_fact(), a_fact(index="sipas")]
    )

    assert found == {
        "added": [f"added: Hà Giang · SIPAS · 2023: {NOW_SAID}"],
        "changed": [f"changed: {ABOUT}: hạng 26/63 → {ABOUT}: {NOW_SAID}"],
        "withdrawn": [
            f"withdrawn: {ABOUT}: 83,8% (score/reaches) «{OTHER}» https://baohagiang.vn/1",
        ],
    }


def test_what_was_withdrawn_long_ago_is_not_withdrawn_again(tmp_path: Path) -> None:
    """And when it comes back, it is added."""
    with a_database(tmp_path / "d.db") as db:
        page = a_page_row()
        id_ = article_id(page.site_id, page.url_key)

        def read(*facts: Fact) -> list[dict[str, Any]]:
            row = a_page_row(id=save_page(db, page))
            save_reading(db, row, "read", an_article(text=TEXT), Reading(facts=facts), NOW)
            return standing(db, id_)

        there, gone, still_gone, back = read(a_fact()), read(), read(), read(a_fact())

    assert [change.kind for change in changes(there, gone)] == ["withdrawn"]
    assert changes(gone, still_gone) == []
    assert [change.kind for change in changes(still_gone, back)] == ["added"]
