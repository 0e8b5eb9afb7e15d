-- Rankings of watched subjects that an alert has not told, or told with other values.
-- :alert   id of the alert
-- :watch   JSON list of subject ids; null = every subject
WITH told AS (
  SELECT ranking_key, count(*) AS times, max(rowid) AS last
  FROM announcements
  WHERE alert = :alert
  GROUP BY ranking_key
)
SELECT
  r.*,
  f.quote, f.start, f."end", f.quote_in, f.spans, f.score AS fact_score,
  v.title, v.text,
  a.id AS article_id, a.url, a.published, a.first_seen_at AS seen_at,
  s.name AS paper,
  d.decision IS 'accept' AS accepted,
  coalesce(told.times, 0) AS times,
  n.value_key AS told
FROM rankings r
JOIN facts f ON f.id = r.fact_id
JOIN article_versions v ON v.id = f.article_version_id
JOIN articles a ON a.id = f.article_id
JOIN sites s ON s.id = a.site_id
LEFT JOIN last_verdicts d ON d.fact_id = f.id
LEFT JOIN told ON told.ranking_key = r.id
LEFT JOIN announcements n ON n.rowid = told.last
WHERE (:watch IS NULL OR r.subject_id IN (SELECT value FROM json_each(:watch)))
  AND (
    told.times IS NULL
    OR json_extract(n.value_key, '$.rank') IS NOT r.rank
    OR json_extract(n.value_key, '$.score') IS NOT r.score
  )
ORDER BY r.index_id, r.year, r.period, r.subject, r.basis, r.id
