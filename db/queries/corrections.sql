-- Numbers that newspapers corrected, about watched subjects, and an alert has not told.
-- What a page of an archive (`pages.silent`) corrects is no news.
-- :alert   id of the alert
-- :watch   JSON list of subject ids; null = every subject
SELECT
  iif(c.new_fact_id IS NULL, 'dropped', 'changed') AS done,
  iif(c.new_fact_id IS NOT NULL, 'changed', iif(c.after_sentence = '', 'dropped', 'unread')) AS now,
  c.ranking_id AS key,
  -- As in the announcements of new rankings: what the ranking stands at when this is told.
  json_object('rank', r.rank, 'score', r.score, 'n', c.id, 'words', c.after) AS value,
  c.what, c.before, c.after, c.before_sentence, c.after_sentence, c.at AS seen_at,
  s.name AS paper, a.title, a.url AS link
FROM corrections c
JOIN articles a ON a.id = c.article_id
JOIN sites s ON s.id = a.site_id
JOIN pages p ON p.id = a.page_id AND p.silent = 0
JOIN facts old ON old.id = c.old_fact_id
LEFT JOIN facts new ON new.id = c.new_fact_id
LEFT JOIN rankings r ON r.id = c.ranking_id
LEFT JOIN last_verdicts was ON was.fact_id = old.id
LEFT JOIN last_verdicts is_now ON is_now.fact_id = new.id
WHERE was.decision IS NOT 'reject' AND is_now.decision IS NOT 'reject'
  AND (
    :watch IS NULL
    OR old.subject_id IN (SELECT value FROM json_each(:watch))
    OR new.subject_id IN (SELECT value FROM json_each(:watch))
  )
  AND NOT EXISTS (
    SELECT 1 FROM announcements n
    WHERE n.alert = :alert AND n.ranking_key = c.ranking_id
      AND json_extract(n.value_key, '$.n') = c.id
  )
ORDER BY c.id
