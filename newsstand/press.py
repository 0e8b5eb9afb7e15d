"""A press as large as wanted, the same from the same seed: N papers of M articles each.

with Stand(papers=press(40, 200)) as stand: ...

The papers go through the families f1 to f5 in turn; the sixth is told by its list API alone and
the seventh has no feed.  Each article knows its title, moment, byline and text, and the paper its
address: `newsstand.paper.Paper.address`.  Some articles state ranks, some of those are corrected
by the trap ``corrected``, and every second paper prints some articles of the one before it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Any

from newsstand.article import Article, Claim, Correction
from newsstand.paper import HERE, WAYS, Paper, trapped

UNTIL = datetime(2026, 11, 20, 18, 0, tzinfo=timezone(timedelta(hours=7)))
"""The moment of the newest article, unless another is asked for."""

API_ALONE, FEEDLESS = 5, 6
"""The papers, counted from 0, that lack what others have."""

_FAMILIES = ("f1", "f2", "f3", "f4", "f5")
_COPIED, _WRONG = 20, 3
_DAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_PROVINCES = 63


@cache
def words() -> Mapping[str, Any]:
    """Return what the articles are written with."""
    return MappingProxyType(tomllib.loads((HERE / "words.toml").read_text("utf-8")))


def press(
    papers: int = 40,
    articles: int = 200,
    *,
    seed: int = 1,
    until: datetime = UNTIL,
    days: float = 40,
) -> dict[str, Paper]:
    """Return ``papers`` by id, each with ``articles``, published in the ``days`` before ``until``.

    ``until`` has a zone.
    """
    run = _Run(seed=seed, until=until, step=timedelta(days=days) / max(articles, 1))
    return {paper.id: paper for paper in (_paper(run, n, articles) for n in range(papers))}


@dataclass(frozen=True, slots=True)
class _Run:
    seed: int
    until: datetime
    step: timedelta

    def published(self, number: int, chance: Random) -> datetime:
        """Return the minute of article ``number``, counted back from the newest; none is shared."""
        wait = self.step * (number + chance.random() * 0.9)
        return (self.until - wait).replace(second=0, microsecond=0)


def _paper(run: _Run, number: int, articles: int) -> Paper:
    ids = list(words()["province"])
    odd = {API_ALONE: ("f2", ("api",)), FEEDLESS: ("f5", tuple(w for w in WAYS if w != "feeds"))}
    family, ways = odd.get(number, (_FAMILIES[number % len(_FAMILIES)], WAYS))
    return Paper(
        id=f"bao-tap-{number + 1:02}",
        name=f"Báo Tập số {number + 1} (sạp báo tập)",
        short=f"Báo Tập số {number + 1}",
        province=words()["province"][ids[number % len(ids)]],
        province_id=ids[number % len(ids)],
        family=family,
        port=0,
        slogan="Tiếng nói của những tờ báo không có thật",
        office="Sạp báo tập của dự án Điểm báo: mọi tin, bài do máy ghép, số liệu bịa.",
        categories={name: topic["name"] for name, topic in words()["topic"].items()},
        articles=tuple(_printed(run, number, articles)),
        per_feed=max(articles, 1) + 100,
        ways=ways,
        trapped=_trapped(run, number),
    )


def _trapped(run: _Run, paper: int) -> dict[str, Article]:
    """Return the articles of the traps: even papers print one copy of a text, odd ones another."""
    found = trapped(("newsstand-lang-son", "newsstand-ha-giang")[paper % 2])
    return {
        **{name: row.model_copy(update={"category": "xa-hoi"}) for name, row in found.items()},
        "new-article": _newest(run, paper),
    }


def _printed(run: _Run, paper: int, articles: int) -> Iterator[Article]:
    """Return the articles of ``paper``, newest first; no two have a title in common."""
    titles: set[str] = set()
    for number in range(articles):
        if paper % 2 and number % _COPIED == 1:
            article = _copied(_written(run, paper - 1, number, set()), run)
        else:
            article = _written(run, paper, number, titles)
        titles.add(article.title)
        yield article


def _copied(article: Article, run: _Run) -> Article:
    """Return ``article`` as another paper prints it, with a sentence less, a little later."""
    later = article.published + min(run.step / 20, timedelta(hours=2))
    return article.model_copy(
        update={
            "paragraphs": article.paragraphs[:-1],
            "published": later.replace(second=0, microsecond=0),
            "byline": "THEO BÁO BẠN",
            "correction": None,
        }
    )


def _newest(run: _Run, paper: int) -> Article:
    """Return the article of the trap ``new-article``: about a rank, and later than all others."""
    chance = Random(f"{run.seed}/{paper}/new")  # noqa: S311 - no secret
    made = _ranking(chance, paper)
    later = run.until + timedelta(minutes=7)
    return Article(serial=999_999, published=later.replace(second=0, microsecond=0), **made)


def _written(run: _Run, paper: int, number: int, titles: set[str]) -> Article:
    """Return article ``number`` of ``paper``, with a title that is none of ``titles``."""
    chance = Random(f"{run.seed}/{paper}/{number}")  # noqa: S311 - no secret
    published = run.published(number, chance)
    make = _ranking if number % 8 == _WRONG else _report
    made = make(chance, paper)
    while made["title"] in titles:
        made = make(chance, paper)
    return Article(serial=number + 1, published=published, **made)


def _report(chance: Random, paper: int) -> dict[str, Any]:
    """Return the words of an article that ranks nobody."""
    topics = [name for name in words()["topic"] if name != "cai-cach"]
    return _worded(chance, chance.choice(topics), paper, {})


def _ranking(chance: Random, paper: int) -> dict[str, Any]:
    """Return the words of an article about a rank, and what it claims; one in two is corrected."""
    index = chance.choice(list(words()["index"]))
    year, rank = chance.randrange(2016, 2025), chance.randrange(1, _PROVINCES + 1)
    score = f"{chance.randrange(3000, 9500) / 100:.2f}".replace(".", ",")
    slots = {"chi_so": words()["index"][index], "nam": year, "hang": rank, "diem": score}
    made = _worded(chance, "cai-cach", paper, slots)
    subject = list(words()["province"])[paper % len(words()["province"])]
    true = rank % _PROVINCES + 1
    return made | {
        "claims": (Claim(index=index, subject=subject, year=year, rank=rank),),
        "correction": Correction(old=f"thứ {rank}/63", new=f"thứ {true}/63"),
    }


def _worded(chance: Random, topic: str, paper: int, slots: Mapping[str, Any]) -> dict[str, Any]:
    table, tinh = words()["topic"][topic], list(words()["province"].values())
    said = table["said"][:1] if slots else []
    rest = chance.sample(table["said"][len(said) :], chance.randrange(4, 7))
    fixed = {"tinh": tinh[paper % len(tinh)], **slots}
    return {
        "title": _filled(chance, chance.choice(table["title"]), fixed),
        "lead": _filled(chance, chance.choice(table["lead"]), fixed),
        "category": topic,
        "byline": chance.choice(words()["nguoi"]).upper() if chance.random() < 0.9 else "",  # noqa: PLR2004 - one in ten is unsigned
        "paragraphs": tuple(_filled(chance, sentence, fixed) for sentence in [*said, *rest]),
        "json_ld": bool(paper % 2),
    }


def _filled(chance: Random, sentence: str, fixed: Mapping[str, Any]) -> str:
    """Return ``sentence`` with its places filled."""
    return sentence.format_map(
        {
            "noi": chance.choice(words()["noi"]),
            "nguoi": chance.choice(words()["nguoi"]),
            "ngay": chance.choice(_DAYS),
            "a": chance.randrange(2, 10),
            "b": chance.randrange(11, 99),
            "c": chance.randrange(101, 999),
            **fixed,
        }
    )
