"""The SQL of the steps in `db.migrations`: tables, indexes, views and triggers, as released."""

SEEN = (
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

READ = (
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

JUDGED = (
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

TOLD = (
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

LAST_VERDICTS = (
    "DROP VIEW last_verdicts",
    """
CREATE VIEW last_verdicts AS
SELECT id, fact_id, decision, by, at, note
FROM verdicts v
WHERE NOT EXISTS (SELECT 1 FROM verdicts WHERE fact_id = v.fact_id AND id > v.id)""",
)

HEALTH = (
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

CORRECTED = (
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

ARCHIVES = (
    "ALTER TABLE pages ADD COLUMN silent INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE pages ADD COLUMN kept_at TEXT",
    "ALTER TABLE pages ADD COLUMN revisit_at TEXT",
    "UPDATE pages SET kept_at = fetched_at WHERE outcome = 'kept'",
    "CREATE INDEX pages_to_revisit ON pages(site_id, revisit_at) WHERE revisit_at IS NOT NULL",
    "CREATE INDEX pages_by_name ON pages(site_id, canonical_key)",
    """
CREATE TABLE backfills (
  site_id TEXT NOT NULL REFERENCES sites(id),
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  url TEXT NOT NULL,
  goes_on INTEGER NOT NULL,
  done_at TEXT NOT NULL,
  PRIMARY KEY (site_id, since, until, url)
) STRICT""",
)
