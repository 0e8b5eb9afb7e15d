"""Show an article on the terminal with the words marked that facts were read from."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from extract import explain
from extract.model import MEASURES, Article

_STYLES = {
    "index": "bold blue",
    "component": "magenta",
    "subject": "green",
    "year": "cyan",
    "period": "cyan",
    "refused": "dim strike",
    "open": "reverse yellow",
    **dict.fromkeys((*MEASURES, "out_of", "rank_scope"), "bold yellow"),
}
_LEGEND = ("index", "component", "subject", "year", "score", "refused", "open")


def show(article: Article, console: Console) -> None:
    """Print ``article`` with its marks, then its facts by number.

    Behind each value stands the number of its fact, so that a page without colours can be read.
    """
    if article.title:
        console.print(Text(article.title, style="bold"), "\n")
    console.print(_text(article), "\n")
    for line in explain.told(article):
        console.print(Text(line))
    console.print(Text("marks: ").append_text(Text(" ").join(_legend())))


def _text(article: Article) -> Text:
    shown, place = Text(), 0
    for mark in explain.marks(article):
        shown.append(article.text[place : mark.start])
        shown.append(article.text[mark.start : mark.end], style=_STYLES.get(mark.role, ""))
        if mark.role in MEASURES:
            shown.append(f"[{mark.number}]", style="dim")
        elif mark.role in {"refused", "open"}:
            shown.append(f"[{mark.role}]", style="dim")
        place = mark.end
    return shown.append(article.text[place:])


def _legend() -> Iterator[Text]:
    names = {"score": "value"}
    return (Text(names.get(role, role), style=_STYLES[role]) for role in _LEGEND)
