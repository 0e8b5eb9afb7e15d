"""What an article as a whole tells before its first sentence is read."""

import re
from collections import Counter

from extract import find, link, names, split
from extract.canon import Canon
from extract.context import Context
from extract.model import Article, Mention
from extract.province import MERGER

_ALL_PROVINCES = re.compile(
    r"(?<![\d/.,])(?:(?=(?:6[0-3]|34)\s+(?:tỉnh(?:,|/| và)?\s*thành|địa phương))"
    r"|(?=6[0-2]\s+tỉnh (?:đủ|có (?:đủ )?)(?:số liệu|dữ liệu|kết quả|tên)))(\d\d)"
)

# "12 bộ, cơ quan ngang bộ trên 80%" are some of them.
_NOT_SOME = r"(?! (?:(?:đạt|có|ở|trên|dưới|thuộc|tăng|giảm)(?!\w)|từ \d))"
_ALL_MINISTRIES = (
    re.compile(
        rf"(?<![\d/.,])(1\d|2\d)\s+bộ, (?:ngành, )?cơ quan(?: ngang bộ|(?! ngang)){_NOT_SOME}"
    ),
    re.compile(
        r"(?<![\d/.,])(?<!gồm )(?<!có )(1\d|2\d)\s+"
        rf"(?:bộ(?!, cơ)|cơ quan ngang bộ)(?!\w){_NOT_SOME}"
    ),
)


def opening(article: Article, title: Canon, text: Canon) -> Context:
    """Return what the article as a whole tells before its first sentence is read."""
    heads = [
        h
        for s in split.sentences(title)
        for h in link.linked(title, s, find.mentions(title, s)).heads
    ]
    context = _of_headline(heads, article.province or names.outlet(text))
    named = names.indices_named(text)
    context.to_come = named
    spoken_of = named & names.topics_named(title.low)
    if not context.named and len(spoken_of) == 1:
        context.title_index = next(iter(spoken_of))
    context.only_index = next(iter(named)) if len(named) == 1 else ""
    tables = set(_ALL_PROVINCES.findall(text.low))
    if tables == {"63", "34"} and article.published[:10] >= MERGER.isoformat():
        tables = {"34"}
    context.table = int(tables.pop()) if len(tables) == 1 else 0
    told = (set(pattern.findall(text.low)) for pattern in _ALL_MINISTRIES)
    cabinets = next(filter(None, told), set())
    context.cabinet = int(cabinets.pop()) if len(cabinets) == 1 else 0
    years = names.years_named(text)
    due = context.times.due = int(article.published[:4] or 1) - 1
    context.times.newest = due if due in years else 0
    context.times.only = years.pop() if len(years) == 1 else None
    return context


def _of_headline(heads: list[Mention], home: str) -> Context:
    """Return what a headline establishes; several provinces or indices establish none."""
    provinces = Counter(h.data["ids"] for h in heads if h.data.get("type") == "province")
    named = {h.data["index"] for h in heads if h.kind == "index"}
    years = [h.data["year"] for h in heads if h.kind == "year" and h.data["year"]]
    context = Context(home=home)
    context.period = next((h for h in heads if h.kind == "period"), None)
    context.main = next(iter(provinces)) if len(provinces) == 1 else ()
    context.named = set(named)
    context.title_index = named.pop() if len(named) == 1 else ""
    context.times.title = years[0] if len(set(years)) == 1 else None
    return context
