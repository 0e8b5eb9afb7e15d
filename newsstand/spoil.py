"""What the traps do to the words of a page; how it is sent is `newsstand.server`'s matter."""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from newsstand.article import Article

HTML, FEED = "text/html", "application/rss+xml"
_LINK = re.compile(r'(?<= href=")/(?!/)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a trap may know of the page that it spoils."""

    base_url: str
    kind: str
    """The media type."""

    article: Article | None = None
    """The article that the page shows; None on a list."""

    section: str = ""
    """The name of its category."""

    links: tuple[str, ...] = ()
    """Addresses of the articles that a list shows."""

    clock: str
    """What becomes the day of the request."""

    now: str
    """What becomes its moment, as F3's meta data write it."""


def us(moment: datetime) -> str:
    """Return a moment as F3's meta data write it: ``1/28/2026 6:52:01 AM``."""
    hour = moment.hour % 12 or 12
    return f"{moment.month}/{moment.day}/{moment.year} {hour}:{moment:%M:%S %p}"


def escaped(article: Article) -> Article:
    """Return ``article`` with title and lead escaped once, which the template does again."""
    words = {"title": entities(article.title), "lead": entities(article.lead)}
    return article.model_copy(update={"name": article.slug, **words})


def entities(text: str) -> str:
    """Return ``text`` as some systems put it into JSON: ``B&#225;o``."""
    return escape(text).encode("ascii", "xmlcharrefreplace").decode()


def reworded(article: Article, traps: Collection[str]) -> Article:
    """Return ``article`` as ``traps`` have its page show it, at the same address."""
    if "empty-bodies" in traps:
        nothing = {"lead": "", "paragraphs": ("",), "captions": (), "byline": ""}
        article = article.model_copy(update={"name": article.slug, **nothing})
    return escaped(article) if "double-entities" in traps else article


def spoilt(words: str, sheet: Sheet, traps: Collection[str]) -> str:
    """Return ``words`` as those of ``traps`` spoil them that know pages of this kind."""
    for name, (kind, change) in _SPOILS.items():
        if name in traps and kind in ("", sheet.kind):
            words = change(words, sheet)
    return words


def _on_top(words: str, element: str) -> str:
    return re.sub(r"(<body[^>]*>)", lambda found: f"{found[1]}\n{element}", words, count=1)


def _clock(words: str, sheet: Sheet) -> str:
    return _on_top(words, f'<div class="today">{sheet.clock}</div>')


def _two_h1(words: str, sheet: Sheet) -> str:
    return _on_top(words, f"<h1>{escape(sheet.section)}</h1>") if sheet.article else words


def _month_first(words: str, sheet: Sheet) -> str:
    if not sheet.article:
        return words
    words = re.sub(r'<meta (?:property|name)="article:published_time"[^>]*>\n?', "", words)
    metas = (
        f'<meta name="article:published_time" content="{us(sheet.article.published)}">'
        f'<meta property="datetimenow" content="{sheet.now}">'
    )
    return words.replace("</head>", f"{metas}\n</head>", 1)


def _nfd(words: str, _: Sheet) -> str:
    return unicodedata.normalize("NFD", words)


def _leaning(words: str, sheet: Sheet) -> str:
    words = re.sub(r"<base [^>]*>", "", words)
    base = f'<base href="{sheet.base_url}/">'
    return _LINK.sub("", words.replace("<head>", f"<head>\n{base}", 1))


_SPELLINGS = (
    "{base}{path}?utm_source=zalo&amp;utm_medium=social",
    "{path}#binh-luan",
    "{path}?gidzl=Ab-cD_1&amp;fbclid=Iw0",
    "/index.php{path}",
    "/(X(1)S(ab1cd2ef)){path}",
    "//{host}{path}/",
)
"""Ways to write one address; `crawler.address` must see through each of them."""


def _spelt(words: str, sheet: Sheet) -> str:
    host = sheet.base_url.partition("://")[2]
    for number, path in enumerate(sheet.links):
        form = _SPELLINGS[number % len(_SPELLINGS)]
        href = form.format(base=sheet.base_url, host=host, path=path)
        copy = f'<a href="/print{path}">In</a> <a href="/amp{path}">AMP</a></h3>'
        words = words.replace(f'href="{path}"', f'href="{href}"').replace("</h3>", copy, 1)
    return words


_ODD_LINKS = "".join(
    f'<h3 class="b-grid__title"><a class="title1 cms-link title" href="{href}">Tin</a></h3>'
    for href in (
        "http://[",
        "javascript:void(0)",
        "/@paper",
        "/https/",
        "https://amp.paper.examplehttps://paper.example/x-1234567.html",
        "mailto:toasoan@sapbao.example",
        "",
        "#",
        "file:///etc/passwd",
        "http://127.0.0.2/noi-khac-1234567.html",
    )
)


def _odd_links(words: str, sheet: Sheet) -> str:
    if not sheet.links:
        return words
    return re.sub(r"(<main[^>]*>|<div class=\"left\">)", rf"\1{_ODD_LINKS}", words, count=1)


_DATES: tuple[Callable[[datetime], str], ...] = (
    format_datetime,
    lambda at: at.strftime("%a, %d %b %y %H:%M:%S +0700"),
    lambda at: at.strftime("%a, %d %b %Y %H:%M:%S GMT+7"),
    us,
    lambda at: us(at).replace(" PM", "\u202fPM").replace(" AM", "\u202fAM"),
    lambda at: at.strftime("%a, %d %b %Y %H:%M:%S +07"),
    lambda at: at.strftime("%d/%m/%Y %H:%M"),
)
"""How feeds write a date: cafef, vietnambiz, baochinhphu, tuoitre, VTV; and the visible form."""


def _odd_dates(words: str, _: Sheet) -> str:
    forms = iter(range(10**6))

    def other(found: re.Match[str]) -> str:
        moment = datetime.strptime(found[1], "%a, %d %b %Y %H:%M:%S %z")
        return f"<pubDate>{_DATES[next(forms) % len(_DATES)](moment)}</pubDate>"

    return re.sub(r"<pubDate>(.*?)</pubDate>", other, words)


def _says_utf_16(words: str, _: Sheet) -> str:
    return words.replace('encoding="utf-8"', 'encoding="utf-16"', 1)


_SPOILS: dict[str, tuple[str, Callable[[str, Sheet], str]]] = {
    "header-clock": (HTML, _clock),
    "two-h1": (HTML, _two_h1),
    "month-first": (HTML, _month_first),
    "spellings": (HTML, _spelt),
    "odd-links": (HTML, _odd_links),
    "base-href": (HTML, _leaning),
    "odd-dates": (FEED, _odd_dates),
    "feed-utf-16": (FEED, _says_utf_16),
    "nfd": ("", _nfd),
}
"""Media type and change, by trap; an empty type is every type."""
