-- Rankings of watched subjects that an alert has not told, or told with other values.
-- What only pages of an archive say (`pages.silent`) is no news.
-- :alert   id of the alert
-- :watch   JSON list of subject ids; null = every subject
-- A paper's correction tells what the ranking became by it: that is not told again.
WITH told AS (
  SELECT ranking_key, count(*) AS times, max(rowid) AS last
  FROM announcements
  WHERE alert IN (:alert, 'correction')
  GROUP BY ranking_key
  HAVING max(alert = :alert)
)
SELECT
  r.*,
  f.article_id, f.start,
  coalesce(told.times, 0) AS times,
  n.value_key AS told
FROM rankings r
JOIN facts f ON f.id = r.fact_id
LEFT JOIN told ON told.ranking_key = r.id
LEFT JOIN announcements n ON n.rowid = told.last
WHERE (:watch IS NULL OR r.subject_id IN (SELECT value FROM json_each(:watch)))
  AND (
    told.times IS NULL
    OR json_extract(n.value_key, '$.rank') IS NOT r.rank
    OR json_extract(n.value_key, '$.score') IS NOT r.score
  )
  AND EXISTS (
    SELECT 1 FROM json_each(r.fact_ids) k
    JOIN facts x ON x.id = k.value
    JOIN articles a ON a.id = x.article_id
    JOIN pages p ON p.id = a.page_id
    WHERE p.silent = 0
  )
ORDER BY r.id
