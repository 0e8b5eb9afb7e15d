-- Papers in another state than the one last told; a paper nobody was told of was well.
-- A quiet paper is well as far as readers go: it can be read, and prints little.
-- :alert   id of the alert
WITH last AS (
  SELECT site_id, max(day) AS day FROM site_health GROUP BY site_id
),
told AS (
  SELECT ranking_key, value_key, max(rowid)
  FROM announcements
  WHERE alert = :alert
  GROUP BY ranking_key
)
SELECT
  s.id AS key, json_array(h.told_state, h.since) AS value,
  s.name AS paper, s.base_url AS address,
  h.told_state AS state, h.told_state AS what, h.told_state AS meaning, h.told_state AS todo,
  h.since AS since_at, h.newest_at, h.detail
FROM (SELECT *, iif(state = 'quiet', 'ok', state) AS told_state FROM site_health) h
JOIN last USING (site_id, day)
JOIN sites s ON s.id = h.site_id
LEFT JOIN told t ON t.ranking_key = s.id
WHERE h.told_state <> coalesce(json_extract(t.value_key, '$[0]'), 'ok')
ORDER BY s.id
