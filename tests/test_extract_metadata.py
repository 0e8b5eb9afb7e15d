"""Lead, byline and moments of pages in no known layout, and how they are known."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.store import save_page, save_reading
from extract.clean import Layout, article
from extract.model import Article, Page
from tests.helpers import NOW, a_database, a_page_row

TODAY = date(2025, 6, 7)
PAPER = "Báo Lào Cai"
SAPO = "Sáng nay, tại hội trường lớn, tỉnh công bố kết quả cải cách hành chính của năm."
WORDS = "".join(
    f"<p>Đoạn thứ {n}: các đại biểu thảo luận về việc rút ngắn thời gian giải quyết hồ sơ.</p>"
    for n in ("nhất", "hai", "ba", "tư")
)
JSON_LD = '<script type="application/ld+json">{{"@type": "NewsArticle", {}}}</script>'


def read(
    above: str = "",
    below: str = "",
    head: str = "",
    layouts: tuple[Layout, ...] = (),
    url: str = "https://baolaocai.vn/tin-post1.html",
) -> Article:
    """Read a page with ``above`` between its title and its text, and ``below`` under it."""
    body = f"<h1>Công bố kết quả</h1>{above}<div id=body>{WORDS}</div>{below}"
    marked = f'<meta property="og:type" content="article">{head}'
    page = f"<!doctype html><html><head>{marked}</head><body>{body}</body></html>".encode()
    found = Page(url=url, body=page, content_type="text/html")
    return article(found, layouts, name=PAPER, today=TODAY)


SHOWN = '<div class="info"><span>08/01/2025 - 18:21</span></div>'


@pytest.mark.parametrize(
    ("page", "value", "by"),
    [
        pytest.param({"above": SHOWN}, "2025-01-08T18:21:00+07:00", "beside-title", id="alone"),
        pytest.param(
            {"above": SHOWN, "head": JSON_LD.format('"datePublished": "2025-01-08"')},
            "2025-01-08T18:21:00+07:00",
            "beside-title",
            id="the minute of a day that JSON-LD gives",
        ),
        pytest.param(
            {"above": SHOWN, "url": "https://bao.vn/xa-hoi/202501/tin-1234567/"},
            "2025-01-08T18:21:00+07:00",
            "beside-title",
            id="the minute of a month that the address gives",
        ),
        pytest.param(
            {"above": SHOWN, "head": JSON_LD.format('"datePublished": "2025-01-09"')},
            "2025-01-09",
            "json-ld",
            id="another day is another thing",
        ),
        pytest.param({"above": "<p>2 giờ trước</p>"}, "", "", id="hours ago may be another's"),
        pytest.param(
            {"above": "<ul><li>Tin cũ 03/01/2025</li></ul>"}, "", "", id="a list of others"
        ),
        pytest.param(
            {"above": '<div class="today-date">07/06/2025</div>'}, "", "", id="a clock by its name"
        ),
        pytest.param(
            {"below": '<div class="published">24/06/2021</div>'},
            "2021-06-24",
            "trafilatura",
            id="below the text",
        ),
        pytest.param(
            {"below": '<div class="published">07/06/2025</div>'}, "", "", id="today, below the text"
        ),
        pytest.param(
            {"head": '<meta name="date" content="03/02/2024">'}, "", "", id="an unclear meta tag"
        ),
    ],
)
def test_a_page_in_no_known_layout_tells_its_date(
    page: dict[str, Any], value: str, by: str
) -> None:
    """Beside its title, else where trafilatura sees it; never a clock's or another article's."""
    found = read(**page)

    assert (found.published, found.published_by) == (value, by)


PUBLISHED = '"datePublished": "2025-01-08T18:21:00+07:00"'


@pytest.mark.parametrize(
    ("head", "value", "by"),
    [
        pytest.param(
            JSON_LD.format(f'{PUBLISHED}, "dateModified": "2025-01-10T07:00:00+07:00"'),
            "2025-01-10T07:00:00+07:00",
            "json-ld",
            id="json-ld",
        ),
        pytest.param(
            JSON_LD.format(PUBLISHED)
            + '<meta property="article:modified_time" content="1/10/2025 7:00:00 AM">',
            "2025-01-10T07:00:00+07:00",
            "meta",
            id="meta, month first",
        ),
        pytest.param(
            JSON_LD.format(f'{PUBLISHED}, "dateModified": "2025-01-08T18:21:00+07:00"'),
            "",
            "",
            id="the moment of publication says nothing",
        ),
        pytest.param(
            JSON_LD.format(f'{PUBLISHED}, "dateModified": "0001-01-01T00:00:00"'), "", "", id="none"
        ),
        pytest.param(
            JSON_LD.format(f'{PUBLISHED}, "dateModified": "2025-06-10"'), "", "", id="the future"
        ),
    ],
)
def test_a_page_tells_when_it_was_changed(head: str, value: str, by: str) -> None:
    """If that is later than it was published."""
    found = read(head=head)

    assert (found.modified, found.modified_by) == (value, by)
    assert bool(found.modified_raw) == bool(value)


def test_a_layout_shows_both_moments_in_one_line() -> None:
    """The first is the publication, the second the change."""
    layout = Layout(body="#body", published=".date")
    both = '<p class="date">Đăng 04/06/2024 11:19 - Cập nhật lúc 05/06/2024 08:00</p>'

    found = read(both, layouts=(layout,))

    assert (found.published, found.published_by) == ("2024-06-04T11:19:00+07:00", "layout")
    assert (found.modified, found.modified_by) == ("2024-06-05T08:00:00+07:00", "layout")


@pytest.mark.parametrize(
    ("page", "name", "by"),
    [
        pytest.param(
            {"above": '<p class="block-sc-author">Thanh Bình</p>'},
            "Thanh Bình",
            "marked",
            id="marked",
        ),
        pytest.param(
            {"above": '<a rel="author" href="/x">Bài: Thanh Bình</a>'},
            "Thanh Bình",
            "marked",
            id="labelled",
        ),
        pytest.param(
            {"head": JSON_LD.format('"author": {"@type": "Person", "name": "Thanh B&#236;nh"}')},
            "Thanh Bình",
            "json-ld",
            id="json-ld, escaped twice",
        ),
        pytest.param(
            {"head": '<meta name="author" content="Thanh Bình">'}, "Thanh Bình", "meta", id="meta"
        ),
        pytest.param(
            {"head": JSON_LD.format('"author": {"@type": "Organization", "name": "Tòa Soạn"}')},
            "",
            "",
            id="an organisation",
        ),
        pytest.param(
            {"head": '<meta name="author" content="Báo Lào Cai điện tử">'}, "", "", id="the paper"
        ),
        pytest.param({"head": '<meta name="author" content="admin">'}, "", "", id="admin"),
        pytest.param(
            {"below": '<div class="comments"><p class="author">Bạn Đọc</p></div>'},
            "",
            "",
            id="who comments",
        ),
        pytest.param(
            {"below": '<ul><li><span class="author">Người Khác</span></li></ul>'},
            "",
            "",
            id="who wrote another article",
        ),
    ],
)
def test_a_page_in_no_known_layout_tells_who_wrote_it(
    page: dict[str, Any], name: str, by: str
) -> None:
    """By a mark, else in its head; the newspaper, an organisation and a reader sign nothing."""
    found = read(**page)

    assert (found.byline, found.byline_by) == (name, by)


def test_the_last_line_signs_before_what_the_head_says() -> None:
    """The true byline is the last line of the body."""
    layout = Layout(body="#body")
    page = read(head='<meta name="author" content="Quản Trị">').text
    assert "THANH BÌNH" not in page

    body = f"<h1>Công bố</h1><div id=body>{WORDS}<p>THANH BÌNH</p></div>"
    head = '<meta name="author" content="Quản Trị">'
    whole = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    found = article(Page(url="https://bao.vn/a", body=whole), (layout,), name=PAPER, today=TODAY)

    assert (found.byline, found.byline_by) == ("THANH BÌNH", "last-line")


DESCRIBED = '<meta name="description" content="{}">'
LAYOUT = Layout(body="#body", title="h1")


@pytest.mark.parametrize(
    ("shown", "described"), [(SAPO, SAPO), (SAPO, f"{SAPO[:60]}..."), (SAPO.upper(), SAPO)]
)
def test_a_lead_outside_the_body_is_known_by_the_description(shown: str, described: str) -> None:
    """Also by one that was cut short; the page's own words are taken, once."""
    sapo, head = f'<div class="sapo">{shown}</div>', DESCRIBED.format(described)

    found, guessed = read(sapo, head=head, layouts=(LAYOUT,)), read(sapo, head=head)

    assert (found.lead, found.lead_by) == (shown, "description")
    assert found.text.startswith(f"{shown}\n\nĐoạn thứ nhất")
    assert found.text.count(shown) == 1
    assert guessed.text == found.text


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"head": DESCRIBED.format(SAPO)}, id="a slogan that nothing shows"),
        pytest.param(
            {
                "head": DESCRIBED.format(SAPO),
                "below": f'<ul><li><a href="/x">Tin</a> {SAPO}</li></ul>',
            },
            id="the lead of another article",
        ),
        pytest.param(
            {"head": DESCRIBED.format("Đoạn thứ nhất: các đại biểu thảo luận về việc rút ngắn")},
            id="the first paragraph",
        ),
    ],
)
def test_a_description_that_is_no_lead_adds_no_words(page: dict[str, Any]) -> None:
    """The text stays what the page shows."""
    found = read(**page, layouts=(LAYOUT,))

    assert (found.lead, found.lead_by) == ("", "")
    assert found.text.startswith("Đoạn thứ nhất")
    assert SAPO not in found.text


def test_the_database_keeps_how_an_article_was_read(tmp_path: Path) -> None:
    """Where each came from, and when the newspaper changed it."""
    head = JSON_LD.format(f'{PUBLISHED}, "dateModified": "2025-01-10"') + DESCRIBED.format(SAPO)
    above = f'<p class="sapo">{SAPO}</p><p class="byline">Thanh Bình</p>'
    found = read(above, head=head, layouts=(LAYOUT,))
    with a_database(tmp_path / "d.db") as db:
        page = replace(a_page_row(), id=save_page(db, a_page_row()))
        save_reading(db, page, "read", found, None, NOW)
        (row,) = db["articles"].rows

    how = {name: row[name] for name in row if name.endswith("_by")}
    assert how == {
        "title_by": "layout",
        "lead_by": "description",
        "byline_by": "marked",
        "body_by": "layout",
        "published_by": "json-ld",
        "modified_by": "json-ld",
    }
    assert (row["modified"], row["modified_raw"]) == ("2025-01-10", "2025-01-10")
