"""A page becomes the words a reader of the newspaper would call the article, or a reason."""

import gzip
import json
import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.clean import Layout, UnreadablePageError, article
from extract.model import Article, Page
from extract.table import TableError

PAGES = sorted(path for path in (Path(__file__).parent / "pages").iterdir() if path.is_dir())
TODAY = date(2026, 11, 22)
LAYOUT = Layout(
    title="h1", lead=".sapo", body=["#body", "#other"], published=".date", byline=".author"
)
SENTENCE = "Năm 2023, tỉnh đạt 87,12 điểm PAR INDEX, xếp thứ 26/63 tỉnh, thành phố."
SECOND = "Đây là thứ hạng cao nhất của tỉnh trong mười một năm qua."


def page(
    body: str = "", *, above: str = "", below: str = "", head: str = "", title: str = "Tin"
) -> str:
    """Return a page in `LAYOUT`."""
    return (
        f"<html><head><meta charset=utf-8>{head}</head><body>{above}<h1>{title}</h1>"
        f"<div id=body>{body}</div>{below}</body></html>"
    )


def read(markup: str | bytes, *layouts: Layout, content_type: str = "", **more: Any) -> Article:
    """Return the article on a page in `LAYOUT`, or in others."""
    body = markup if isinstance(markup, bytes) else markup.encode()
    url = more.pop("url", "https://bao.example/tin-1.html")
    got = Page(url=url, body=body, content_type=content_type)
    return article(got, layouts or [LAYOUT], today=TODAY, **more)


def outcome(body: bytes, content_type: str = "") -> str:
    """Return why a page cannot be read."""
    with pytest.raises(UnreadablePageError) as error:
        read(body, content_type=content_type)
    return error.value.outcome


def saved(folder: Path) -> tuple[bytes, list[Layout], dict[str, Any], dict[str, Any]]:
    """Return a page of ours, its layouts, what else is known of it, and how it must be read."""
    meta = tomllib.loads((folder / "meta.toml").read_text("utf-8"))
    layouts = [Layout.parsed(table, folder.name) for table in meta.pop("layouts")]
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    expected["text"] = "\n\n".join(expected.pop("paragraphs"))
    return (folder / "page.html").read_bytes(), layouts, meta, expected


def read_saved(folder: Path, body: bytes, **more: str) -> dict[str, Any]:
    """Read ``body`` as the page in ``folder``; return what its expectation speaks of."""
    _, layouts, meta, expected = saved(folder)
    got = Page(url=meta["url"], body=body, **more)
    found = article(got, layouts, name=meta["name"], today=meta["today"])
    return {key: getattr(found, key) for key in expected}


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_a_page_of_each_system_is_read_word_for_word(folder: Path) -> None:
    """Title, lead, every paragraph once, byline and date, and nothing else."""
    body, *_, expected = saved(folder)

    assert read_saved(folder, body) == expected


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_a_page_in_decomposed_letters_is_read_the_same(folder: Path) -> None:
    """Some papers print NFD."""
    body, *_, expected = saved(folder)

    assert read_saved(folder, unicodedata.normalize("NFD", body.decode()).encode()) == expected


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_a_page_still_gzipped_under_a_lying_header_is_read_the_same(folder: Path) -> None:
    """Servers send both."""
    body, *_, expected = saved(folder)

    got = read_saved(folder, gzip.compress(body), content_type="text/html; charset=utf-16")

    assert got == expected


def test_the_article_keeps_who_and_where_it_was_asked_for() -> None:
    """Id, address and province pass through."""
    found = read(page(f"<p>{SENTENCE}</p>"), id="a1", province="lang-son")

    assert (found.id, found.province, found.url) == (
        "a1",
        "lang-son",
        "https://bao.example/tin-1.html",
    )


@pytest.mark.parametrize("header", ["utf-16", "iso-8859-1", "windows-1258", "koi8-r", "no-such"])
def test_a_header_that_lies_over_utf_8_does_no_harm(header: str) -> None:
    """UTF-8 is tried first."""
    markup = page(f"<p>{SENTENCE}</p>")

    assert read(markup, content_type=f"text/html; charset={header}").text == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_is_believed(encoding: str) -> None:
    """Nobody writes one by accident."""
    assert read(page(f"<p>{SENTENCE}</p>").encode(encoding)).text == SENTENCE


def test_an_old_charset_is_read_as_the_page_declares() -> None:
    """Windows-1258 writes tones as letters of their own; the text is NFC all the same."""
    latin = "Le comité de Langson a publié hier le classement de l’année passée."
    body = page(f"<p>{latin}</p>").replace("charset=utf-8", "charset=windows-1258")

    assert read(body.encode("windows-1258")).text == latin


def test_one_broken_letter_does_not_spoil_a_page() -> None:
    """A careless cut in a meta tag breaks a letter in two."""
    cut = "Tỉnh đạt".encode()[:-2]
    body = page(f"<p>{SENTENCE} {SECOND}</p>", head='<meta name="description" content="@">')

    assert read(body.encode().replace(b"@", cut)).text == f"{SENTENCE} {SECOND}"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf\n", "empty"),
        (gzip.compress(b""), "not-html"),
        (b"\x1f\x8b\x08rubbish", "not-html"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3 1 0 obj", "not-html"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not-html"),
        (b'{"html": "<p>x</p>"}', "not-html"),
        (b'<?xml version="1.0"?><rss><title>x</title></rss>', "not-html"),
        ("Chỉ có chữ.".encode(), "not-html"),
        (page(f"<p>{SENTENCE}</p>").encode("utf-16-le"), "not-html"),
        (b"<html><body><p>" + bytes(range(128, 256)) * 9, "wrong-charset"),
        (page(f"<p>{SENTENCE}</p>" * 9).encode().decode("latin-1").encode(), "wrong-charset"),
        (b"<html><body></body></html>", "no-article"),
        (page("<p>Quá ngắn.</p>").encode(), "no-article"),
        (page(f"<p>{SENTENCE}</p>", title="").encode(), "no-article"),
        (page(f"<script>{SENTENCE}</script>").encode(), "no-article"),
        (page(f"<div class=related>{SENTENCE}</div>").encode(), "no-article"),
        (
            b'<html><body><script>document.cookie="D1N=0123456789"; location.reload();</script>',
            "challenge",
        ),
        (b"<script>go()</script>", "challenge"),
        (
            b"<title>Just a moment</title><div>Enable JavaScript</div><script>__cf_chl()</script>",
            "challenge",
        ),
        (b"<title>App</title><div id=root></div><script src=a.js></script>", "no-article"),
    ],
    ids=lambda part: part if isinstance(part, str) else repr(part[:24]),
)
def test_what_is_no_article_is_told_apart_by_a_word(body: bytes, why: str) -> None:
    """The words are counted per newspaper."""
    assert outcome(body) == why


def test_a_gzip_body_that_swells_without_end_is_refused() -> None:
    """A thousandfold bomb costs no more than its limit."""
    assert outcome(gzip.compress(b"<p>" + b"a" * 21_000_000)) == "too-large"


def test_a_gzip_body_that_was_cut_gives_what_came() -> None:
    """A lost connection loses the end only."""
    packed = gzip.compress((page(f"<p>{SENTENCE}</p>") + "<p>x</p>" * 9).encode())

    assert SENTENCE in read(packed[:-12]).text


def test_truncated_markup_gives_what_came() -> None:
    """Down to a letter cut in two."""
    body = page(f"<p>{SENTENCE}</p><p>{SECOND} Và Điện").encode()

    assert read(body[: body.rindex("ệ".encode()) + 1]).text == f"{SENTENCE}\n\n{SECOND} Và Đi"


@pytest.mark.parametrize("layout", [LAYOUT, Layout(body="#none")])
def test_a_megabyte_without_a_blank_is_one_paragraph(layout: Layout) -> None:
    """Nothing is cut and nothing takes forever."""
    long = "ă" * 500_000

    found = read(page(f"<p>{SENTENCE}</p><p>{long}</p>"), layout)

    assert found.text == f"{SENTENCE}\n\n{long}"


@pytest.mark.parametrize("tag", ["div", "table", "ul", "b", "p class=related", "h3", "a"])
def test_five_thousand_nested_elements_are_bounded(tag: str) -> None:
    """The words before them are read; those too deep for the parser are not."""
    nested = f"<{tag}>" * 5000 + "Tin liên quan {{x}}"

    assert SENTENCE in read(page(f"<p>{SENTENCE}</p>{nested}")).text


def test_a_page_nested_too_deep_is_not_guessed_at() -> None:
    """In no known layout, trafilatura would take minutes."""
    markup = page(f"<p>{SENTENCE}</p>" + "<table>" * 5000).replace("id=body", "id=unknown")

    assert outcome(markup.encode()) == "too-deep"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Một <b>87</b>,<i>12</i>&nbsp;điểm\n  và   thế</p>", "Một 87,12 điểm và thế"),
        ("<p>Ti\u200bn\u00ad tức\ufeff</p>", "Tin tức"),
        ("<p>Th&amp;#7913; h&amp;agrave;ng &amp;amp; M&amp;amp;A</p>", "Thứ hàng &amp; M&amp;A"),
        ("một<p>hai</p>ba", "một\n\nhai\n\nba"),
        ("<p>một<br>hai<br><br>ba</p>", "một\nhai\n\nba"),
        ("<ul><li>một</li><li><p>hai</p></li></ul>", "một\n\nhai"),
        ("<p>một</p><p>một</p>", "một\n\nmột"),
        ("<p><a href=/x>tất cả là liên kết</a></p>", "tất cả là liên kết"),
        ("<table><tr><td>một<td><p>1</p><p>2</p></table>", "một | 1 2"),
        ("<table><tr><td>một<tr><td>hai</table>", "một\n\nhai"),
        ("<table><tr><td>1<td>2</table>", "1 | 2"),
        ("<table><tr><td>1<td><table><tr><td>2<td>3</table></table>", "1\n\n2 | 3"),
        ("<figure><figcaption>Ảnh: A</figcaption></figure><p>một</p>", "một"),
        ("<figure class=table><table><tr><td>1<td>2</table></figure>", "1 | 2"),
        ("<p>một</p><!-- hai --><script>ba</script><style>bốn</style>năm", "một\n\nnăm"),
        ("<p>{{a}}</p><div>{{b}}<p>một</p></div>{{c}}", "một"),
        ("<p>Trang viết bằng {{ tên }}, kiểu dấu ngoặc của máy chủ in ra chữ.</p>",) * 2,
        ("<h3>Tin liên quan</h3><ul><li><a>x</a></ul><p>một</p>", "một"),
        ("<div><h3>TIN LIÊN QUAN:</h3><p><a>x</a> y</p></div><p>một</p>", "một"),
        ("<p>Xem thêm: <a>Bắc Sơn thứ nhất</a></p><p>một</p>", "một"),
        ("<p>Xem thêm ở phụ lục.</p>", "Xem thêm ở phụ lục."),
        ("<p>một</p><p>Cùng chuyên mục</p><div><a>x</a><p>Huyện thứ 9.</p></div>", "một"),
        ("<p>một</p><h3>Ý kiến bạn đọc</h3>Hay quá!<p>Dở quá!</p>", "một"),
    ],
)
def test_the_body_is_all_its_words_and_no_others(markup: str, text: str) -> None:
    """Blocks, lines, lists, tables, captions, template text and boxes."""
    text = text.removeprefix("<p>").removesuffix("</p>")

    assert read(page(f"<p>{SENTENCE}</p>{markup}")).text == f"{SENTENCE}\n\n{text}"


def test_a_column_named_like_a_box_keeps_its_article() -> None:
    """'Ý kiến bạn đọc' above everything is the name of a column."""
    found = read(page(f"<h3>Ý kiến bạn đọc</h3><p>{SENTENCE}</p><p>{SECOND}</p>"))

    assert found.text == f"{SENTENCE}\n\n{SECOND}"


def test_a_related_box_does_not_leak_into_an_article_of_one_paragraph() -> None:
    """However much longer it is than the article."""
    box = "".join(f"<p><a href=/{n}>Huyện số {n}</a></p><p>{SECOND} {n}</p>" for n in range(20))

    found = read(page(f"<p>{SENTENCE}</p><div class=related><h3>Tin</h3>{box}</div>"))

    assert found.text == SENTENCE


def test_the_lead_outside_the_body_opens_the_text_once() -> None:
    """Also when the body repeats it, or prints it with a mark and further down."""
    layout = LAYOUT.model_copy(update={"prefix": r"^\(BLS\)\s*-\s*"})
    above = f"<p class=sapo>{SECOND}</p>"

    for body in ("", f"<p>(BLS) - {SECOND}</p>", f"<p>Thứ hai</p><p>{SECOND}</p>"):
        found = read(page(f"{body}<p>{SENTENCE}</p>", above=above), layout)

        assert found.lead == SECOND
        assert found.text.startswith(SECOND)
        assert found.text.count(SECOND) == 1
        assert "(BLS)" not in found.text


def test_a_lead_that_begins_a_paragraph_leaves_it_whole() -> None:
    """The text opens with the lead and goes on."""
    found = read(page(f"<p><b class=sapo>{SENTENCE}</b> {SECOND}</p>"))

    assert (found.lead, found.text) == (SENTENCE, f"{SENTENCE} {SECOND}")


def test_emphasis_further_down_is_no_lead() -> None:
    """``p > strong`` finds what is strong."""
    found = read(page(f"<p>{SENTENCE}</p><p>Ông nói: <b class=sapo>{SECOND}</b></p>"))

    assert (found.lead, found.text) == ("", f"{SENTENCE}\n\nÔng nói: {SECOND}")


def test_a_description_cut_short_is_known_as_the_lead() -> None:
    """A layout may name a meta tag, and those end in dots."""
    layout = LAYOUT.model_copy(update={"lead": ("meta[name=description]",)})
    head = f'<meta name="description" content="{SENTENCE[:40]}...">'

    found = read(page(f"<p>{SENTENCE}</p>", head=head), layout)

    assert (found.lead, found.text) == (SENTENCE, SENTENCE)


@pytest.mark.parametrize(
    ("last", "byline"),
    [
        ("<p>TRỊNH AN – VŨ NHƯ</p>", "TRỊNH AN – VŨ NHƯ"),
        ("<p><strong>Bài, ảnh: Hải Vân</strong></p>", "Hải Vân"),
        ("<p>Tin, ảnh: P.Y</p>", "P.Y"),
        ("<p>Tin: A. KHÊ; ảnh: B. NHƯ</p>", "Tin: A. KHÊ; ảnh: B. NHƯ"),
        ("<p>HẢI VÂN</p><p>(Còn nữa)</p>", "HẢI VÂN"),
        ("<p style='text-align: right'>Hải Vân</p>", "Hải Vân"),
        ("<p>Câu cuối.<br>HẢI VÂN</p>", "HẢI VÂN"),
        ("<p class=author>Hải Vân, phóng viên thường trú</p>", "Hải Vân, phóng viên thường trú"),
        ("<p>BÁO LẠNG SƠN</p>", ""),
        ("<ul><li>LẠNG SƠN</li></ul>", ""),
        ("<h3>NGUYÊN NHÂN</h3>", ""),
        ("<p>HẾT</p>", ""),
        ("<p>TỈNH XẾP THỨ 26/63</p>", ""),
        ("<p>Hải Vân</p>", ""),
    ],
)
def test_the_byline_is_the_last_short_line_and_leaves_the_text(last: str, byline: str) -> None:
    """In capitals, labelled or set to the right; a list, a heading or a number signs nothing."""
    found = read(page(f"<p>{SENTENCE}</p>{last}"), name="Báo Lạng Sơn")

    assert found.byline == byline
    assert found.text.startswith(SENTENCE)
    assert not byline or byline not in found.text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Cần Thơ giữ hạng | Báo Lạng Sơn</title>", "Cần Thơ giữ hạng"),
        ("<title>Cần Thơ giữ hạng - Báo Lạng Sơn điện tử</title>", "Cần Thơ giữ hạng"),
        ("<title>PCI 2023 - Lạng Sơn</title>", "PCI 2023 - Lạng Sơn"),
        ("<meta property='og:title' content='B&amp;#224;i'><title>Báo</title>", "Bài"),
    ],
)
def test_a_page_without_a_headline_is_called_what_its_head_says(head: str, title: str) -> None:
    """Less the name of the newspaper."""
    markup = page(f"<p>{SENTENCE}</p>", head=head).replace("<h1>Tin</h1>", "")

    assert read(markup, name="Báo Lạng Sơn").title == title


def test_of_two_headlines_the_one_is_taken_that_the_head_of_the_page_names() -> None:
    """The other is the category."""
    head = "<title>Tin - Báo Lạng Sơn</title>"

    assert (
        read(
            page(f"<p>{SENTENCE}</p>", above="<h1>Kinh tế</h1>", head=head), name="Báo Lạng Sơn"
        ).title
        == "Tin"
    )


def test_the_layout_in_use_on_the_day_reads_the_page() -> None:
    """Two fit; the date that the page tells machines decides."""
    old = Layout(until=date(2021, 12, 31), title="h1", body="#other")
    new = Layout(title="h1", body="#body")
    head = '<meta property="article:published_time" content="{}">'
    both = {"below": f"<div id=other><p>{SECOND}</p></div>"}

    for day, text in (("2021-12-31", SECOND), ("2022-01-01", SENTENCE)):
        markup = page(f"<p>{SENTENCE}</p>", head=head.format(day), **both)

        assert read(markup, new, old).text == text

    assert read(page(f"<p>{SENTENCE}</p>", **both), old, new).text == SECOND


def test_the_next_body_is_taken_when_the_first_is_empty() -> None:
    """Selectors are tried in order, and an empty element is no body."""
    found = read(page("<p> </p>", below=f"<div id=other><p>{SENTENCE}</p></div>"))

    assert found.text == SENTENCE


def test_a_page_in_no_known_layout_is_read_all_the_same() -> None:
    """Its mark is known from the other layouts; tables and lines in ``div`` are kept."""
    paragraphs = [f"{SENTENCE} Đoạn {n}. {SECOND}" for n in range(5)]
    lines = "".join(f"<div class=v2__par>{line}</div>" for line in paragraphs)
    markup = (
        f"<title>Tin mới về thứ hạng</title><div id=top>Chủ nhật, 22/11/2026</div>"
        f"<h1>Tin mới về thứ hạng</h1><div class=v2>LSO- {lines}</div>"
        f"<div><a href=/1>{SECOND}</a><a href=/2>{SECOND}</a></div><footer>{SECOND}</footer>"
    )
    layout = Layout(body="#none", prefix="^LSO-")

    found = read(markup.replace("LSO- <div class=v2__par>", "<div class=v2__par>LSO- "), layout)

    assert found.title == "Tin mới về thứ hạng"
    assert found.text == "\n\n".join(paragraphs)


def test_a_list_of_articles_is_no_article() -> None:
    """Leads below headlines that are links."""
    cards = "".join(
        f"<div><a href=/{n}>Tin số {n} về thứ hạng của tỉnh</a><p>{n} {SENTENCE} {SECOND}</p></div>"
        for n in range(9)
    )

    assert outcome(f"<html><title>Tin mới</title><h1>Tin mới</h1>{cards}".encode()) == "no-article"


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"body": "div["}, "no CSS selector"),
        ({"body": "p::text"}, "no CSS selector"),
        ({"body": "p", "prefix": "("}, "no regular expression"),
        ({"body": "p", "titel": "h1"}, "did you mean title?"),
        ({"title": "h1"}, "body"),
    ],
)
def test_a_layout_that_cannot_work_is_refused_when_it_is_written(
    table: dict[str, str], fault: str
) -> None:
    """Not on the first page it would have read."""
    with pytest.raises(TableError, match=r"baovidu\.toml") as error:
        Layout.parsed(table, "baovidu.toml")

    assert fault in str(error.value)


PIECES = """
<p> </p> <br> <div> </div> <div~id=body> <p~class=sapo> <table> <tr> <td> </table> <b> </b>
<ul> <li> <h1> <h3> <a> <!-- {{ }} &amp;#224; &#xD800; &#30; &#x0b &#65535; &nbsp; \u0301 \0 \x1e~
ế xếp 26/63. Tin~liên~quan <script> </script> <title> <style> <![CDATA[ <?xml
"""
MARKUP = st.lists(
    st.sampled_from([*(piece.replace("~", " ") for piece in PIECES.split()), SENTENCE, SECOND]),
    max_size=30,
).map(" ".join)
LAWS = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def assert_lawful(body: bytes, layouts: tuple[Layout, ...]) -> None:
    """Hold ``body`` to be an article in NFC that opens with its lead, or a reason; nothing else."""
    try:
        found = read(body, *layouts)
    except UnreadablePageError as error:
        assert error.outcome  # noqa: PT017
        return
    for text in (found.title, found.lead, found.text, found.byline):
        assert unicodedata.is_normalized("NFC", text)
    assert found.text.startswith(found.lead)
    assert not any(mark in found.text for mark in ("\xa0", "\u200b", "  ", "\n\n\n"))


@LAWS
@given(st.binary(max_size=400))
def test_any_bytes_are_an_article_or_a_reason(body: bytes) -> None:
    """The odd world stops nothing."""
    assert_lawful(body, ())
    assert_lawful(b"<html><h1>Tin</h1><div id=body>" + SENTENCE.encode() + body, ())


@LAWS
@given(MARKUP)
def test_any_markup_is_an_article_or_a_reason(markup: str) -> None:
    """In a known layout and without one."""
    body = f"<html><h1>Tin</h1><div id=body><p>{SENTENCE}</p>{markup}".encode()

    assert_lawful(body, (LAYOUT,))
    assert_lawful(markup.encode(), (Layout(body="#none"),))


@LAWS
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12), st.data())
def test_no_paragraph_of_the_body_is_lost_or_told_twice(numbers: list[int], data: Any) -> None:
    """However they are wrapped."""
    wraps = st.sampled_from(
        [
            "<p>{}</p>",
            "<div>{}</div>",
            "{}<br><br>",
            "<ul><li>{}</li></ul>",
            "<blockquote><p>{}</p></blockquote>",
            "<table><tr><td>{}</td></tr></table>",
            "<div><div><p><span>{}</span></p></div></div>",
            "<p><a href=/x>{}</a></p>",
            "<h4>{}</h4>",
        ]
    )
    said = [f"Đoạn này nói con số {number}." for number in numbers]
    markup = "".join(data.draw(wraps).format(line) for line in said)

    assert read(page(f"<p>{SENTENCE}</p>{markup}")).text.split("\n\n") == [SENTENCE, *said]
