# ruff: noqa: INP001 - Datasette loads it by its path
"""Datasette's side of the review desk: the only file that imports Datasette."""

import sqlite3
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from datasette import handle_exception, hookimpl
from datasette.app import Datasette
from datasette.database import Database as Served
from datasette.permissions import Action
from datasette.utils import baseconv
from datasette.utils.asgi import Request, Response
from itsdangerous import BadSignature
from markupsafe import Markup
from sqlite_utils import Database
from yaml import safe_load

from db.base import PATIENCE
from db.review import desk
from db.review.sheet import sheet
from db.review.words import words

_ACTION = "review-facts"
_CONFIG = "diembao-review"
_INVITATION = "diembao-invitation"
_DAY = 24 * 60 * 60
_NOTE = 2000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_CLOSED = "Bàn duyệt chỉ mở cho người được giao; hãy dùng liên kết đăng nhập của mình."
_UNKNOWN = "Không có dữ kiện này."
_HALF = "Biểu mẫu không đầy đủ; hãy mở lại dữ kiện rồi thử lại."
_BUSY = "Cơ sở dữ liệu đang bận nên ý kiến chưa được ghi; hãy thử lại sau ít phút."
_UNFIT = "Câu trích không còn khớp với bài, nên dữ kiện này không thể được chấp nhận."

# With rich installed, Datasette prints all local variables at every 404, login cookies included.
handle_exception.rich = None


@hookimpl
def register_actions() -> list[Action]:
    """Name what a reviewer may do; `db.review.command` says who is one."""
    return [Action(name=_ACTION, description="Chấp nhận hoặc bác bỏ dữ kiện")]


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Wait for the crawler's transactions, and check foreign keys as it does."""
    conn.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
    conn.execute("PRAGMA foreign_keys = ON")


@hookimpl
def startup(datasette: Datasette) -> Callable[[], Awaitable[None]]:
    """Title the tables, whatever the database file is called, and invite the reviewers."""

    async def titled_and_invited() -> None:
        name = _press(datasette).name
        settings = datasette.config["databases"]
        settings[name] = settings.pop("diembao")
        await _describe(datasette, name)
        _invite(datasette)

    return titled_and_invited


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Serve the queue, the fact pages and the reviewers' way in."""
    return [
        (r"^/-/duyet$", queue_page),
        (r"^/-/duyet/(?P<fact_id>\w+)$", fact_page),
        (r"^/-/vao$", come_in),
    ]


@hookimpl
def extra_css_urls(datasette: Datasette, view_name: str) -> list[str]:
    """Keep the long column descriptions from pushing the rows off the screen."""
    return [datasette.urls.path("/duyet/datasette.css")] if view_name == "table" else []


@hookimpl
def menu_links(
    datasette: Datasette, actor: dict[str, Any] | None
) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """Lead from every page of Datasette to the desk."""

    async def links() -> list[dict[str, str]]:
        allowed = await datasette.allowed(action=_ACTION, actor=actor)
        return [{"href": _home(datasette), "label": "Bàn duyệt"}] if allowed else []

    return links


@hookimpl
def top_homepage(datasette: Datasette) -> str:
    """Put the way to the desk where a login ends."""
    return Markup('<p><a href="{}"><strong>Mở bàn duyệt</strong></a></p>').format(_home(datasette))


@hookimpl
def row_actions(datasette: Datasette, table: str, row: sqlite3.Row) -> list[dict[str, str]]:
    """Lead from the row of a fact to its page on the desk."""
    place = f"{_home(datasette)}/{row['id']}" if table == "facts" else ""
    return [{"href": place, "label": "Duyệt dữ kiện này"}] if place else []


@hookimpl
def render_cell(
    datasette: Datasette, table: str, column: str, value: Any, row: sqlite3.Row
) -> str | None:
    """Make subject and quote of a fact links to its page on the desk."""
    names = row.keys()
    if table != "facts" or column not in {"subject", "quote"} or "id" not in names:
        return None
    return Markup('<a href="{}/{}">{}</a>').format(_home(datasette), row["id"], value)


async def queue_page(datasette: Datasette, request: Request) -> Response:
    """Show one page of the facts that wait."""
    if not await datasette.allowed(action=_ACTION, actor=request.actor):
        return await _sorry(datasette, request, 403, _CLOSED)
    page = _number(request.args.get("trang")) or 1

    def read(db: Database) -> dict[str, Any]:
        return {"waiting": desk.queue(db, page=page), "page": page, "per_page": desk.PAGE}

    context = await _read(datasette, request, read)
    return await _page(datasette, request, "duyet-queue.html", context)


async def fact_page(datasette: Datasette, request: Request) -> Response:
    """Show one fact; or, on POST, write what the reviewer decided about it."""
    if not await datasette.allowed(action=_ACTION, actor=request.actor):
        return await _sorry(datasette, request, 403, _CLOSED)
    fact_id = request.url_vars["fact_id"]
    if request.method == "POST":
        return await _decide(datasette, request, fact_id)

    def read(db: Database) -> dict[str, Any]:
        before, after = desk.neighbours(db, fact_id)
        return {"fact": sheet(db, fact_id), "before": before, "after": after}

    context = await _read(datasette, request, read)
    if context["fact"] is None:
        return await _sorry(datasette, request, 404, _UNKNOWN)
    return await _page(datasette, request, "duyet-fact.html", context)


async def come_in(datasette: Datasette, request: Request) -> Response:
    """Log in the reviewer whom a signed link names, for thirty days."""
    try:
        invited = datasette.unsign(request.args.get("the") or "", _INVITATION)
    except BadSignature:
        invited = {"until": 0}
    if invited["until"] < time.time():
        return await _sorry(datasette, request, 403, _CLOSED)
    response = Response.redirect(_home(datasette), headers=dict(_HEADERS))
    _remember(datasette, response, invited["id"])
    return response


def _remember(datasette: Datasette, response: Response, person: str) -> None:
    """Give the browser the cookie that Datasette knows, out of reach of scripts, and to keep."""
    actor = {"a": {"id": person}, "e": baseconv.base62.encode(int(time.time()) + 30 * _DAY)}
    response.set_cookie(
        "ds_actor",
        datasette.sign(actor, "actor"),
        max_age=30 * _DAY,
        httponly=True,
        secure=bool(datasette.setting("force_https_urls")),
    )


async def _decide(datasette: Datasette, request: Request, fact_id: str) -> Response:
    form = await request.form()
    decision, seen = form.get("decision"), _number(form.get("seen"))
    if decision not in words().decision or seen is None:
        return await _sorry(datasette, request, 400, _HALF)
    by, note = str(request.actor["id"]), (form.get("note") or "")[:_NOTE]
    opinion = desk.Opinion(fact_id=fact_id, decision=decision, by=by, note=note, seen=seen)

    def write(conn: sqlite3.Connection) -> str:
        return desk.decide(Database(conn), opinion, datetime.now(UTC))

    try:
        after = await _press(datasette).execute_write_fn(write, request=request)
    except desk.OvertakenError as error:
        context = {"fact_id": fact_id, "verdict": error.verdict, "note": note}
        return await _page(datasette, request, "duyet-overtaken.html", context, 409)
    except desk.UnacceptableError:
        return await _sorry(datasette, request, 409, _UNFIT)
    except sqlite3.OperationalError:
        return await _sorry(datasette, request, 503, _BUSY)
    place = f"{_home(datasette)}/{after}" if after else _home(datasette)
    return Response.redirect(f"{place}?vua={fact_id}", status=303)


async def _read(
    datasette: Datasette, request: Request, read: Callable[[Database], dict[str, Any]]
) -> dict[str, Any]:
    """Return what ``read`` finds, the counts, and the verdict that led to this page."""
    last = request.args.get("vua") or ""

    def everything(conn: sqlite3.Connection) -> dict[str, Any]:
        db = Database(conn)
        around = {"counts": desk.counts(db), "last": last, "last_word": desk.last_word(db, last)}
        return read(db) | around

    return await _press(datasette).execute_fn(everything)


async def _page(
    datasette: Datasette,
    request: Request,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> Response:
    context = {"home": _home(datasette)} | context
    html = await datasette.render_template(template, context, request=request)
    return Response.html(html, status=status, headers=dict(_HEADERS))


async def _sorry(datasette: Datasette, request: Request, status: int, message: str) -> Response:
    return await _page(datasette, request, "duyet-sorry.html", {"message": message}, status)


def _invite(datasette: Datasette) -> None:
    """Print a login link, good for a day, for each reviewer."""
    config = datasette.plugin_config(_CONFIG)
    for person in config["reviewers"]:
        invited = {"id": person, "until": int(time.time()) + _DAY}
        token = datasette.sign(invited, _INVITATION)
        place = datasette.urls.path("/-/vao")
        print(f"{person}: {config['address']}{place}?the={token}", flush=True)  # noqa: T201


async def _describe(datasette: Datasette, name: str) -> None:
    """Give Datasette the titles and column descriptions of ``metadata.yaml``."""
    told = safe_load(Path(__file__).parents[1].joinpath("metadata.yaml").read_text("utf-8"))
    await datasette.set_instance_metadata("title", told["title"])
    for key, value in told["database"].items():
        await datasette.set_database_metadata(name, key, value)
    for table, about in told["tables"].items():
        columns = about.pop("columns", {})
        for key, value in about.items():
            await datasette.set_resource_metadata(name, table, key, value)
        for column, meaning in columns.items():
            await datasette.set_column_metadata(name, table, column, "description", meaning)


def _home(datasette: Datasette) -> str:
    return str(datasette.urls.path("/-/duyet"))


def _press(datasette: Datasette) -> Served:
    """Return the press database: the only one that the command serves."""
    return next(db for db in datasette.databases.values() if not db.is_memory)


def _number(words: str | None) -> int | None:
    """Return the number a browser sent, if it is one that SQLite can hold."""
    digits = words or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None  # noqa: PLR2004
