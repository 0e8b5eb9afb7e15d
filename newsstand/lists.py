"""Where a paper tells what it has published: feeds, sitemaps and list APIs."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from newsstand.article import Article
from newsstand.paper import NEWEST, Paper

Rows = Sequence[Article]

MONTH = timedelta(days=30)
F1_ROWS, F2_ROWS = 12, 20


def among(articles: Rows, category: str) -> list[Article]:
    """Return those of ``articles`` that stand in ``category``."""
    return [article for article in articles if category in (article.category, NEWEST)]


def fed(paper: Paper, articles: Rows, category: str, traps: Collection[str]) -> list[Article]:
    """Return what the feed of ``category`` holds, newest first, as ``traps`` allow."""
    if "empty-feed" in traps:
        return []
    if "wrong-feed" in traps and category == NEWEST:
        category = articles[0].category
    rows = among(articles, category)
    if "frozen-feed" in traps:
        rows = [row for row in rows if row.published < articles[0].published - MONTH]
    return rows[: paper.per_feed]


def parts(paper: Paper, articles: Rows, traps: Collection[str] = ()) -> dict[str, list[Article]]:
    """Return the sitemaps by path, newest first; `odd-sitemap` lacks the newest."""
    found: dict[str, list[Article]] = {}
    for article in articles:
        path = paper.system.sitemap_part.format(day=article.published)
        found.setdefault(path, []).append(article)
    if "odd-sitemap" in traps:
        found.pop(next(iter(found)))
    return found


def asked(paper: Paper, query: Mapping[str, Sequence[str]], articles: Rows) -> Any:
    """Return what the list API of ``paper`` answers to ``query``; None when it asks nonsense."""
    answer = {"f1": _f1, "f2": _f2}[paper.family]
    try:
        return answer(paper, {name: values[-1] for name, values in query.items()}, articles)
    except (KeyError, ValueError):
        return None


def _named(paper: Paper, number: str) -> str:
    """Return the category with ``number``; `KeyError` when there is none."""
    ids = {paper.category_id(name): name for name in (NEWEST, *paper.categories)}
    return ids[int(number)]


def _f1(paper: Paper, query: Mapping[str, str], articles: Rows) -> Any:
    rows = among(articles, _named(paper, query["category_id"]))
    limit = min(int(query["limit"]), F1_ROWS)
    start = (max(int(query["page"]), 1) - 1) * limit
    return {
        "data": [
            {"title": row.title, "link": paper.address(row), "desc": row.lead}
            for row in rows[start : start + limit]
        ]
    }


def _f2(paper: Paper, query: Mapping[str, str], articles: Rows) -> Any:
    if query["scUnitMapId"] != paper.unit:
        raise KeyError("scUnitMapId")
    rows = among(articles, _named(paper, query["saArticleCateId"]))
    start, size = max(int(query["first"]), 0), min(int(query["pageSize"]), F2_ROWS)
    return {"response": list(_rows(paper, rows[start : start + size])), "total": len(rows)}


def _rows(paper: Paper, rows: Rows) -> Iterator[dict[str, str]]:
    for row in rows:
        yield {
            "title": row.title,
            "lead": row.lead,
            "pageUrl": paper.address(row),
            # Local time without a zone, as the real one: its script appends +07:00.
            "publishDate": f"{row.published:%Y-%m-%d %H:%M:%S}.694",
            "objectType": "article",
        }


def written(answer: Any) -> str:
    """Return ``answer`` as JSON."""
    return json.dumps(answer, ensure_ascii=False)
