"""Laws that reading keeps for any text, hostile ones too: cost, spans, spelling, determinism."""

import cProfile
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import find, names, split
from extract.canon import Canon
from extract.model import Article, Fact, Mention, as_json
from extract.reader import read
from tests.bench import hostile
from tests.helpers_sentences import Case, article, article_cases, cases, measures, stand_cases

LABELLED = [*stand_cases(), *article_cases(), *(case for case in cases() if not case.todo)]
SHAPES = dict(hostile.shapes())
SHORT, LONG = 4_000, 8_000
"""Characters: both longer than the longest sentence, the second twice the first."""

PIECES = st.sampled_from(
    [
        *(piece for name, piece in hostile.REPEATED.items() if name != "lone surrogates"),
        *("Hà Giang ", "cả nước ", "tỉnh ta ", "đạt ", "thứ 64/63 ", "12/11 ", "hạng 5 ", "\n\n"),
        *("từ hạng 9 lên hạng 3/63 ", "Tỉnh | Hạng\n", "| 64/63\n", "PAPI năm 2022 ", "đầu bảng "),
    ]
)
JUMBLES = st.lists(PIECES, max_size=40).map("".join)


def said(facts: tuple[Fact, ...]) -> list[str]:
    """Return what ``facts`` say, whatever spelling they were read from."""
    rows = [as_json(fact) for fact in facts]
    for row in rows:
        row["component_text"] = Canon(row["component_text"] or "").low
    return [str(m) for row in rows for m in measures(row)]


def steps(text: str) -> int:
    """Return how many calls reading ``text`` makes: work that is the same on any machine."""
    profile = cProfile.Profile()
    profile.runcall(read, Article(text=text, published="2024-05-01"))
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_text_takes_no_more_than_twice_the_steps(name: str) -> None:
    """A quadratic place would take four times as many; sentence cuts allow for a little."""
    read(Article(text=hostile.OPENING + "xếp thứ 5/63."))  # files are loaded once

    short, long = steps(SHAPES[name](SHORT)), steps(SHAPES[name](LONG))

    assert long < 2.6 * short + 500


@given(JUMBLES)
def test_sentences_are_short_in_order_and_leave_no_letter_out(text: str) -> None:
    """What is too long is cut, never dropped."""
    canon = Canon(text * 20)

    found = list(split.sentences(canon))

    assert all(0 < s.end - s.start <= 2000 for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    kept = "".join(canon.cased[s.start : s.end] for s in found)
    assert "".join(kept.split()) == "".join(canon.cased.split())


def _one_by_one(found: list[Mention]) -> list[Mention]:
    """Choose mentions as the rule says it, each held against each."""
    taken: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        others = [o for o in taken if o.kind != "plan"]
        free = all(o.end <= mention.start or mention.end <= o.start for o in others)
        if mention.kind == "plan" or free:
            taken.append(mention)
    return sorted(taken, key=lambda m: (m.start, m.kind != "plan"))


@given(JUMBLES)
def test_the_longest_words_win_wherever_mentions_overlap(text: str) -> None:
    """The quick way chooses what holding each against each chooses."""
    canon = Canon(text)
    for sentence in split.sentences(canon):
        every = list(find._all(canon, sentence))  # noqa: SLF001 (what is chosen from)
        assert find.mentions(canon, sentence) == _one_by_one(every)


@given(JUMBLES, JUMBLES)
def test_spans_give_back_their_words_and_no_rank_is_below_its_table(text: str, title: str) -> None:
    """Whatever is read stands in the text, digit by digit."""
    one = Article(text=hostile.OPENING + text, title=title, published="2024-05-01")
    where = {"text": one.text, "title": one.title}

    reading = read(one)

    for result in (*reading.facts, *reading.unresolved):
        assert where[result.quote_in][result.start : result.end] == result.quote
    for fact in reading.facts:
        assert fact.rank is None or 1 <= fact.rank <= (fact.out_of or 99)
        for kind in ("rank", "out_of", "score"):
            span = fact.spans.get(kind)
            words = Canon(where[span.where][span.start : span.end]).low if span else ""
            if any(map(str.isdecimal, words)):
                assert f"{getattr(fact, kind):g}" in words.replace(",", ".")


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "half decomposed": lambda text: text.replace("ế", "ê\u0301").replace("ạ", "a\u0323"),
    "long dashes": lambda text: text.replace("-", "–").replace("–", "—", 1),
    "hard blanks": lambda text: text.replace(" ", "\u00a0"),
    "thin blanks": lambda text: text.replace(" ", "\u2009"),
    "curly quotes": lambda text: text.replace('"', "”").replace("'", "’"),
    "unseen characters": lambda text: text.replace(" ", "\u200b ").replace("ng", "n\u00adg"),
    "full width": lambda text: text.replace("%", "％").replace("/", "／"),
    "old tone marks": lambda text: text.replace("hòa ", "hoà ").replace("Hòa ", "Hoà "),
    "Windows lines": lambda text: text.replace("\n", "\r\n"),
}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(LABELLED), st.lists(st.sampled_from(sorted(SPELLINGS)), max_size=3))
def test_another_spelling_of_a_labelled_text_says_the_same(case: Case, names: list[str]) -> None:
    """Letters, dashes, quotes and blanks in any of their forms, and several at once."""
    one = article(case)
    text, title = one.text, one.title
    for name in names:
        text, title = SPELLINGS[name](text), SPELLINGS[name](title)

    other = read(replace(one, text=text, title=title))

    assert said(other.facts) == said(read(one).facts)
    where = {"text": text, "title": title}
    assert all(where[f.quote_in][f.start : f.end] == f.quote for f in other.facts)


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case.id)
def test_no_article_that_states_a_ranking_is_sent_home(case: Case) -> None:
    """The gate may let an article in for nothing, but never turn a labelled one away."""
    if case.facts:
        assert find.promising(Canon(case.title).low + "\n" + Canon(case.text).low)


@pytest.mark.parametrize(
    "text",
    [
        "Thời tiết hôm nay: Lạng Sơn 23 độ.",
        "Công viên Central Park mở cửa ngày 12/4.",
        "Chỉ số giá tiêu dùng tháng 5 của Lạng Sơn tăng 0,35%.",
        "Xã Hữu Liên ra mắt tổ chuyển đổi số cộng đồng gồm 12 người.",
    ],
)
def test_ordinary_news_is_sent_home(text: str) -> None:
    """Words that only sound like an index open no gate."""
    assert not find.promising(Canon(text).low)


def test_every_name_of_an_index_opens_the_gate() -> None:
    """A name added to an index's file needs no second place to be written in."""
    known = names.of_indices().meanings

    assert [name for name in known if not find.promising(f"bảng {name}: 5")] == []


PRINTED = """
import json
from extract.model import as_json
from extract.reader import read
from tests.helpers_sentences import article, cases, stand_cases
for case in [*list(stand_cases())[::4], *list(cases())[::25]]:
    reading = read(article(case))
    print(json.dumps([as_json(fact) for fact in reading.facts]), reading.unresolved)
"""


def test_another_process_with_other_hashes_reads_the_same() -> None:
    """No set's order leaks into what is read."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINTED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
            cwd=Path(__file__).parents[1],
        ).stdout
        for seed in ("1", "2")
    }

    assert len(printed) == 1
    assert '"rank": ' in printed.pop()
