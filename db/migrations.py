"""The shape of the database, as the steps that lead to it."""

from sqlite_utils import Database, Migrations

from db.tables import ARCHIVES, CORRECTED, HEALTH, JUDGED, LAST_VERDICTS, READ, SEEN, TOLD
from db.unsettled import NOTING

migrations = Migrations("diembao")
"""Every step is one function; a step that has been released is never edited."""


@migrations()
def pages_facts_verdicts_and_outbox(db: Database) -> None:
    """Make the tables of the first release."""
    for statement in SEEN + READ + JUDGED + TOLD:
        db.execute(statement)


@migrations()
def article_versions_keep_a_sketch(db: Database) -> None:
    """Let copies of a text be found without reading all texts again: see `db.story`."""
    db.execute("ALTER TABLE article_versions ADD COLUMN sketch TEXT NOT NULL DEFAULT ''")


@migrations()
def what_unsettles_a_ranking_is_noted(db: Database) -> None:
    """Let `db.rank` look at what changed only, and find the last verdict on one fact at once."""
    for statement in (*LAST_VERDICTS, *NOTING):
        db.execute(statement)


@migrations()
def papers_have_a_health(db: Database) -> None:
    """Let a day of a paper be compared with its other days: see `db.health`."""
    for statement in HEALTH:
        db.execute(statement)


@migrations()
def pages_keep_the_name_they_give_themselves(db: Database) -> None:
    """Let an article that was met under one address be known under its canonical one."""
    db.execute("ALTER TABLE pages ADD COLUMN canonical_key TEXT NOT NULL DEFAULT ''")


@migrations()
def numbers_that_a_paper_corrects_are_noted(db: Database) -> None:
    """Tell a paper's correction from a better reading of the same bytes: see `db.correction`."""
    for statement in CORRECTED:
        db.execute(statement)


@migrations()
def pages_are_found_by_their_place(db: Database) -> None:
    """Let the archive be verified a segment at a time, and a killed crawl's be mended at once."""
    db.execute(
        "CREATE INDEX pages_by_place ON pages(warc_file, warc_offset) WHERE warc_file IS NOT NULL"
    )


@migrations()
def sketches_are_minhashes(db: Database) -> None:
    """Forget the sketches of before; reading again makes new ones: see `db.story`."""
    db.execute("UPDATE article_versions SET sketch = ''")


@migrations()
def articles_say_how_they_were_read(db: Database) -> None:
    """Keep when an article was changed, and what gave its title, lead and byline."""
    for name in ("modified", "modified_raw", "modified_by", "title_by", "lead_by", "byline_by"):
        db.execute(f"ALTER TABLE articles ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")


@migrations()
def pages_are_revisited_and_archives_fetched(db: Database) -> None:
    """Let young articles be looked at again, and old ones be fetched without an alert."""
    for statement in ARCHIVES:
        db.execute(statement)


def schema() -> str:
    """Return the SQL of a new database, in the order of its making, for `db/schema.sql`."""
    with Database(memory=True) as db:
        migrations.apply(db)
        rows = db.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        return "\n\n".join(f"{row['sql']};" for row in rows)
