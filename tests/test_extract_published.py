"""When an article was published: the words papers print, and the sources they stand in."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from extract.moment import machine_moment, moment
from extract.published import published

TABLE = tomllib.loads((Path(__file__).parent / "published.toml").read_text("utf-8"))
TODAY = date(2025, 6, 7)
SHOWN = "//*[@class='date']"


@pytest.mark.parametrize(("words", "value"), TABLE["shown"].items())
def test_words_for_people_are_read_day_first(words: str, value: str) -> None:
    """Every form that a paper was seen to print."""
    assert moment(words, today=TABLE["now"]) == value


@pytest.mark.parametrize(("words", "value"), TABLE["machine"].items())
def test_an_attribute_is_read_month_first_only_when_it_must_be(words: str, value: str) -> None:
    """An unclear day and month is no date."""
    assert machine_moment(words, today=TABLE["now"]) == value


def test_hours_ago_are_a_day_when_only_the_day_of_reading_is_known() -> None:
    """A date has no clock to count back from."""
    assert moment("2 giờ trước", today=date(2025, 6, 7)) == "2025-06-07"


def test_the_time_of_reading_may_be_in_another_zone() -> None:
    """03:00 in UTC is 10:00 in Hà Nội."""
    now = datetime(2025, 6, 7, 3, tzinfo=UTC)

    assert moment("2 giờ trước", today=now) == "2025-06-07T08:00:00+07:00"


def page(body: str = "", head: str = "") -> html.HtmlElement:
    """Return a page with a title between what stands above and below it."""
    return html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")


def read(root: html.HtmlElement, url: str = "") -> tuple[str, str]:
    """Return the date of ``root`` whose layout shows it in ``.date``, and its source."""
    title = next(root.iter("h1"), None)
    found = published(root, [root.xpath(SHOWN)], title=title, url=url, today=TODAY)
    return found.value, found.by


LINKED = '<script type="application/ld+json">{}</script>'
NEWS = LINKED.format('{"@type": "NewsArticle", "datePublished": "2025-02-03T06:52:01+07:00"}')


def test_what_the_page_shows_comes_before_what_it_tells_machines() -> None:
    """The layout is a person's work, JSON-LD a program's."""
    root = page("<h1>Tin</h1><p class=date>04/02/2025 08:00</p>", NEWS)

    assert read(root) == ("2025-02-04T08:00:00+07:00", "layout")


@pytest.mark.parametrize(
    "clock",
    [
        "<div class=date>Thứ bảy,  07/06/2025</div>",
        "<div class=header><div class=date>Thứ bảy,  07/06/2025, 09:00</div></div>",
        "<div id=today-date><b class=date>07/06/2025</b></div>",
        "<span class='date'>{{now}}</span>",
    ],
)
def test_the_clock_above_the_title_is_never_the_date(clock: str) -> None:
    """Neither by its form and place nor by its name."""
    root = page(f"{clock}<h1>Tin</h1><p class=date>24/06/2021 17:25</p>")

    assert read(root) == ("2021-06-24T17:25:00+07:00", "layout")


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("<time class=date datetime='2025-02-03T06:52:00'>05/02/2025</time>", "2025-02-03"),
        ("<time class=date datetime=''>05/02/2025</time>", "2025-02-05"),
        ("<time class=date datetime='gần đây'>05/02/2025</time>", "2025-02-05"),
        ("<meta class=date content='2/3/2025 6:52:01 AM'>", "2025-02-03"),
        ("<b class=date>02/03/2025 6:52 AM</b>", "2025-03-02"),
    ],
)
def test_an_attribute_of_what_is_shown_is_read_first_and_as_a_machine_writes(
    element: str, value: str
) -> None:
    """Words for people stay day first."""
    assert read(page(f"<h1>Tin</h1>{element}"))[0][:10] == value


def test_of_many_dates_the_one_nearest_the_title_is_taken() -> None:
    """Boxes of other articles have dates below; a header may have one without a weekday."""
    far = "<div><a>x</a><a>y</a><a>z</a></div>"
    root = page(
        f"<b class=date>07/06/2025</b>{far}<h1>Tin</h1><p>A</p><b class=date>05/06/2025</b>"
        f"{far}<b class=date>01/06/2025</b>"
    )

    assert read(root) == ("2025-06-05", "layout")


def test_the_selectors_of_a_layout_are_tried_in_order() -> None:
    """However near the title the second one finds something."""
    root = page("<h1>Tin</h1><b>05/06/2025</b><p><i>04/06/2025</i></p>")
    groups = [root.xpath(f"//{tag}") for tag in ("u", "i", "b")]

    assert published(root, groups, title=root.find(".//h1"), today=TODAY).value == "2025-06-04"


def test_a_page_with_a_clock_alone_has_no_date() -> None:
    """No date is better than the day of the request."""
    assert read(page("<div class=date>Thứ bảy,  07/06/2025</div><h1>Tin</h1>")) == ("", "")


def test_a_day_printed_above_the_title_in_its_own_box_is_the_date() -> None:
    """Some papers print the date first."""
    body = "<article><p class=date>Thứ Tư, 04/06/2025</p><h1>Tin</h1></article>"

    assert read(page(body)) == ("2025-06-04", "layout")


def test_the_moment_of_the_request_in_a_meta_tag_is_never_the_date() -> None:
    """`datetimenow` says when the page was made, not the article."""
    assert read(page(head='<meta property="datetimenow" content="2025-06-07T09:00:00">')) == (
        "",
        "",
    )


@pytest.mark.parametrize("key", ["property", "name"])
def test_month_first_in_a_meta_tag_is_seen_by_its_half_of_the_day(key: str) -> None:
    """The true date is 3 February; a careless reader says 2 March."""
    root = page(head=f'<meta {key}="article:published_time" content="2/3/2025 6:52:01 AM">')

    assert read(root) == ("2025-02-03T06:52:01+07:00", "meta")


@pytest.mark.parametrize(
    "data",
    [
        '{"@graph": [{"@type": ["NewsArticle"], "datePublished": "2025-02-03"}]}',
        '[{"@type": "WebPage"}, {"@type": "Article", "datePublished": "2025-02-03"}]',
        '{"@type": "NewsArticle", "datePublished": "2025-02-03",}',
    ],
)
def test_linked_data_is_found_in_lists_graphs_and_broken_json(data: str) -> None:
    """A comma too many is common."""
    assert read(page(head=LINKED.format(data))) == ("2025-02-03", "json-ld")


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "ItemList", "datePublished": "2025-02-03"}',
        '{"@type": "WebPage", "hasPart": {"@type": "NewsArticle", "datePublished": "2025-02-03"}}',
        '{"@type": "NewsArticle", "datePublished": 20250203}',
        "[" * 5000,
        "",
    ],
)
def test_linked_data_about_something_else_gives_no_date(data: str) -> None:
    """Related articles have dates too."""
    assert read(page(head=LINKED.format(data))) == ("", "")


def test_a_date_after_tomorrow_is_passed_over_for_the_next_source() -> None:
    """A clock that runs ahead of the reader is wrong; a day ahead is a time zone."""
    root = page("<h1>Tin</h1><p class=date>09/06/2025</p>", NEWS)

    assert read(root) == ("2025-02-03T06:52:01+07:00", "json-ld")
    assert read(page("<h1>Tin</h1><p class=date>08/06/2025</p>")) == ("2025-06-08", "layout")


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00", "1970-01-01T00:00:00Z"])
def test_a_date_that_software_invents_is_none(day: str) -> None:
    """No Vietnamese paper stood on the web before 1996."""
    assert read(page(head=f'<meta itemprop="datePublished" content="{day}">')) == ("", "")


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://baohagiang.vn/xa-hoi/202406/ten-bai-1a2b3c4/", "2024-06"),
        ("https://bao.example/2024/06/04/ten-bai.html", "2024-06-04"),
        ("https://bao.example/xa-hoi/202413/ten-bai/", ""),
        ("https://bao.example/xa-hoi/202512/bai-cua-ngay-mai/", ""),
        ("https://bao.example/2024/02/31/ten-bai.html", ""),
        ("https://bao.example/218859-ten-bai.html", ""),
        ("https://[bao.example/202406/x", ""),
    ],
)
def test_the_address_is_the_last_source(url: str, value: str) -> None:
    """It names a month in some systems."""
    assert read(page(), url) == (value, "url" if value else "")


@given(st.text(max_size=80))
def test_any_words_are_a_date_or_none(words: str) -> None:
    """Whatever stands in the place of the date, reading goes on."""
    for value in (moment(words, today=TODAY), machine_moment(words, today=TODAY)):
        assert not value or datetime.fromisoformat(value)
