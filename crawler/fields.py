"""The kinds of values in a newspaper's file, each with what is wrong with a bad one."""

import difflib
import re
from typing import Annotated
from urllib.parse import urlsplit

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator
from pydantic import AfterValidator

from crawler import address
from extract import province


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


def _selector(text: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(text)
    except SelectorError as error:
        raise ValueError(f"is no CSS selector: {error}") from None
    return text


Selector = Annotated[str, AfterValidator(_selector)]


def _address(url: str) -> str:
    """Return ``url`` without a final slash, or say why it is no newspaper's address."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fine = False
    if not fine:
        raise ValueError(f'{url!r} is no web address; write it like "https://baolangson.vn"')
    return url.rstrip("/")


def _host(alias: str) -> str:
    try:
        known = address.host(f"//{alias.rpartition('//')[2]}")
    except ValueError:
        known = ""
    if not known:
        raise ValueError(f'{alias!r} is no host; write it like "m.baolangson.vn"')
    return alias


def _province(id_: str) -> str:
    known = province.units()
    if id_ and id_ not in known:
        near = difflib.get_close_matches(id_, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "see extract/provinces.toml"
        raise ValueError(f"no province is called {id_!r}; {hint}")
    return id_


Address = Annotated[str, AfterValidator(_address)]
Host = Annotated[str, AfterValidator(_host)]
Province = Annotated[str, AfterValidator(_province)]


def _hour(text: str) -> str:
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f'{text!r} is no time of day; write it like "22:00"')
    return text


Hour = Annotated[str, AfterValidator(_hour)]
