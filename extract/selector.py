"""CSS selectors as a person writes them in a newspaper's file: checked when loaded."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Any, cast

from cssselect import HTMLTranslator, SelectorError
from lxml.etree import XPath
from lxml.html import HtmlElement
from pydantic import AfterValidator, BeforeValidator


@lru_cache(maxsize=2048)
def _compiled(css: str) -> XPath:
    # Not lxml's own CSSSelector: its :contains() reads freed memory in lxml 6.1.3.
    return XPath(HTMLTranslator().css_to_xpath(css))


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _checked(selectors: tuple[str, ...]) -> tuple[str, ...]:
    for css in selectors:
        try:
            _compiled(css)
        except SelectorError as error:
            raise ValueError(f"{css!r} is no CSS selector: {error}") from None
    return selectors


Selectors = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_checked)]
"""One selector or a list of them, tried in order."""


def matches(root: HtmlElement, selectors: Iterable[str]) -> Iterator[HtmlElement]:
    """Yield what the first selector finds in the order of the page, then the next one's."""
    for css in selectors:
        yield from cast("list[HtmlElement]", _compiled(css)(root))
