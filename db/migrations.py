"""The shape of the database, as the steps that lead to it."""

from sqlite_utils import Database, Migrations

from db.unsettled import NOTING

migrations = Migrations("diembao")
"""Every step is one function; a step that has been released is never edited."""

_SEEN = (
    """
CREATE TABLE sites (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  province_id TEXT NOT NULL,
  base_url TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT""",
    """
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  stage TEXT NOT NULL,
  site_id TEXT REFERENCES sites(id),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  status TEXT NOT NULL CHECK (status IN ('running', 'ok', 'failed', 'interrupted')),
  counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts)),
  error TEXT
) STRICT""",
    "CREATE INDEX runs_by_stage ON runs(stage, site_id, id)",
    """
CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  site_id TEXT NOT NULL REFERENCES sites(id),
  url TEXT NOT NULL,
  url_key TEXT NOT NULL,
  final_url TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  status INTEGER,
  content_type TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  warc_file TEXT,
  warc_offset INTEGER,
  warc_length INTEGER,
  attempts INTEGER NOT NULL,
  read_at TEXT,
  read_outcome TEXT,
  UNIQUE (site_id, url_key),
  CHECK (outcome <> 'kept' OR warc_file IS NOT NULL AND warc_offset IS NOT NULL)
) STRICT""",
    "CREATE INDEX pages_unread ON pages(id) WHERE read_at IS NULL AND outcome = 'kept'",
    "CREATE INDEX pages_by_outcome ON pages(site_id, outcome)",
)

_READ = (
    """
CREATE TABLE articles (
  id TEXT PRIMARY KEY NOT NULL,
  site_id TEXT NOT NULL REFERENCES sites(id),
  page_id INTEGER NOT NULL REFERENCES pages(id),
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  published TEXT NOT NULL,
  published_raw TEXT NOT NULL,
  published_by TEXT NOT NULL,
  byline TEXT NOT NULL,
  story_id TEXT NOT NULL REFERENCES articles(id),
  first_seen_at TEXT NOT NULL
) STRICT""",
    "CREATE INDEX articles_by_page ON articles(page_id)",
    "CREATE INDEX articles_by_site ON articles(site_id, published)",
    "CREATE INDEX articles_by_story ON articles(story_id)",
    """
CREATE TABLE article_versions (
  id INTEGER PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles(id),
  page_id INTEGER NOT NULL REFERENCES pages(id),
  title TEXT NOT NULL,
  lead TEXT NOT NULL,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  UNIQUE (article_id, sha256)
) STRICT""",
    "CREATE INDEX article_versions_by_page ON article_versions(page_id)",
    """
CREATE TABLE facts (
  id TEXT PRIMARY KEY NOT NULL,
  article_id TEXT NOT NULL REFERENCES articles(id),
  article_version_id INTEGER NOT NULL REFERENCES article_versions(id),
  index_id TEXT NOT NULL,
  component_id TEXT,
  component_text TEXT,
  subject TEXT NOT NULL,
  subject_id TEXT,
  subject_type TEXT NOT NULL,
  basis INTEGER,
  year INTEGER,
  period TEXT,
  rank INTEGER,
  out_of INTEGER,
  rank_scope TEXT,
  rank_change INTEGER,
  score REAL,
  unit TEXT,
  score_change REAL,
  "group" TEXT,
  baseline_year INTEGER,
  quote TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote_in TEXT NOT NULL CHECK (quote_in IN ('text', 'title')),
  spans TEXT NOT NULL CHECK (json_valid(spans)),
  rule TEXT NOT NULL,
  confidence REAL NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT""",
    "CREATE INDEX facts_by_article ON facts(article_id)",
    "CREATE INDEX facts_by_version ON facts(article_version_id)",
    "CREATE INDEX facts_by_index ON facts(index_id, year, subject_id)",
    """
CREATE TABLE unresolved (
  id TEXT PRIMARY KEY NOT NULL,
  article_id TEXT NOT NULL REFERENCES articles(id),
  article_version_id INTEGER NOT NULL REFERENCES article_versions(id),
  quote TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote_in TEXT NOT NULL CHECK (quote_in IN ('text', 'title')),
  rule TEXT NOT NULL,
  why TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT""",
    "CREATE INDEX unresolved_by_article ON unresolved(article_id)",
)

_JUDGED = (
    """
CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  fact_id TEXT NOT NULL REFERENCES facts(id),
  decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject')),
  by TEXT NOT NULL CHECK (by <> ''),
  at TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT""",
    "CREATE INDEX verdicts_by_fact ON verdicts(fact_id, id)",
    """
CREATE TRIGGER verdicts_are_not_changed BEFORE UPDATE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only: add another verdict'); END""",
    """
CREATE TRIGGER verdicts_are_not_deleted BEFORE DELETE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only: add another verdict'); END""",
    # INSERT OR REPLACE deletes without a DELETE trigger unless recursive_triggers is on.
    """
CREATE TRIGGER verdicts_are_not_replaced BEFORE INSERT ON verdicts
WHEN EXISTS (SELECT 1 FROM verdicts WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only: add another verdict'); END""",
    """
CREATE VIEW last_verdicts AS
SELECT id, fact_id, decision, by, at, note
FROM verdicts
WHERE id IN (SELECT max(id) FROM verdicts GROUP BY fact_id)""",
    """
CREATE TABLE official (
  index_id TEXT NOT NULL,
  component_id TEXT,
  year INTEGER NOT NULL,
  subject_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  basis INTEGER,
  score REAL,
  unit TEXT,
  rank INTEGER,
  out_of INTEGER,
  source_url TEXT NOT NULL,
  kind TEXT NOT NULL
) STRICT""",
    "CREATE INDEX official_by_index ON official(index_id, year, subject_id)",
)

_TOLD = (
    """
CREATE TABLE rankings (
  id TEXT PRIMARY KEY NOT NULL,
  index_id TEXT NOT NULL,
  component_id TEXT,
  component_text TEXT,
  subject TEXT NOT NULL,
  subject_id TEXT,
  subject_type TEXT NOT NULL,
  basis INTEGER,
  year INTEGER NOT NULL,
  period TEXT,
  scope TEXT,
  rank INTEGER,
  out_of INTEGER,
  score REAL,
  unit TEXT,
  rank_change INTEGER,
  score_change REAL,
  "group" TEXT,
  stories INTEGER NOT NULL CHECK (stories > 0),
  status TEXT NOT NULL CHECK (status IN ('reported', 'agreed', 'disputed', 'reviewed')),
  first_reported_at TEXT NOT NULL,
  fact_id TEXT NOT NULL REFERENCES facts(id),
  fact_ids TEXT NOT NULL CHECK (json_valid(fact_ids))
) STRICT""",
    "CREATE INDEX rankings_by_index ON rankings(index_id, year, subject_id)",
    "CREATE INDEX rankings_by_fact ON rankings(fact_id)",
    """
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  event_key TEXT NOT NULL,
  channel TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'leased', 'sent', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL,
  leased_until TEXT,
  last_error TEXT,
  created_at TEXT NOT NULL,
  sent_at TEXT,
  UNIQUE (event_key, channel)
) STRICT""",
    "CREATE INDEX outbox_waiting ON outbox(state, due_at)",
    """
CREATE TABLE announcements (
  alert TEXT NOT NULL,
  ranking_key TEXT NOT NULL,
  value_key TEXT NOT NULL,
  event_key TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (alert, ranking_key, value_key)
) STRICT""",
)


_LAST_VERDICTS = (
    "DROP VIEW last_verdicts",
    """
CREATE VIEW last_verdicts AS
SELECT id, fact_id, decision, by, at, note
FROM verdicts v
WHERE NOT EXISTS (SELECT 1 FROM verdicts WHERE fact_id = v.fact_id AND id > v.id)""",
)


_HEALTH = (
    "ALTER TABLE articles ADD COLUMN body_by TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX pages_by_day ON pages(site_id, fetched_at)",
    "CREATE INDEX articles_by_sight ON articles(site_id, first_seen_at)",
    """
CREATE TABLE site_health (
  site_id TEXT NOT NULL REFERENCES sites(id),
  day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN (
    'ok', 'quiet', 'frozen-feed', 'layout-changed', 'blocked', 'challenge', 'unreachable'
  )),
  since TEXT NOT NULL,
  pages INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  title_rate REAL,
  date_rate REAL,
  body_rate REAL,
  byline_rate REAL,
  layout_rate REAL,
  body_median REAL,
  blocked_share REAL,
  newest_at TEXT,
  detail TEXT NOT NULL,
  PRIMARY KEY (site_id, day)
) STRICT""",
)


_CORRECTED = (
    "ALTER TABLE article_versions ADD COLUMN page_sha256 TEXT NOT NULL DEFAULT ''",
    # So far no page has been fetched twice.
    """
UPDATE article_versions SET page_sha256 = (
  SELECT sha256 FROM pages WHERE pages.id = article_versions.page_id
)""",
    """
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles(id),
  ranking_id TEXT NOT NULL,
  old_fact_id TEXT NOT NULL REFERENCES facts(id),
  new_fact_id TEXT REFERENCES facts(id),
  what TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  before_sentence TEXT NOT NULL,
  after_sentence TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT""",
    "CREATE INDEX corrections_by_article ON corrections(article_id)",
    "CREATE INDEX corrections_by_old_fact ON corrections(old_fact_id)",
    "CREATE INDEX corrections_by_new_fact ON corrections(new_fact_id)",
)


@migrations()
def pages_facts_verdicts_and_outbox(db: Database) -> None:
    """Make the tables of the first release."""
    for statement in _SEEN + _READ + _JUDGED + _TOLD:
        db.execute(statement)


@migrations()
def article_versions_keep_a_sketch(db: Database) -> None:
    """Let copies of a text be found without reading all texts again: see `db.story`."""
    db.execute("ALTER TABLE article_versions ADD COLUMN sketch TEXT NOT NULL DEFAULT ''")


@migrations()
def what_unsettles_a_ranking_is_noted(db: Database) -> None:
    """Let `db.rank` look at what changed only, and find the last verdict on one fact at once."""
    for statement in (*_LAST_VERDICTS, *NOTING):
        db.execute(statement)


@migrations()
def papers_have_a_health(db: Database) -> None:
    """Let a day of a paper be compared with its other days: see `db.health`."""
    for statement in _HEALTH:
        db.execute(statement)


@migrations()
def pages_keep_the_name_they_give_themselves(db: Database) -> None:
    """Let an article that was met under one address be known under its canonical one."""
    db.execute("ALTER TABLE pages ADD COLUMN canonical_key TEXT NOT NULL DEFAULT ''")


@migrations()
def numbers_that_a_paper_corrects_are_noted(db: Database) -> None:
    """Tell a paper's correction from a better reading of the same bytes: see `db.correction`."""
    for statement in _CORRECTED:
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


def schema() -> str:
    """Return the SQL of a new database, in the order of its making, for `db/schema.sql`."""
    with Database(memory=True) as db:
        migrations.apply(db)
        rows = db.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        return "\n\n".join(f"{row['sql']};" for row in rows)
