-- What each article says of one ranking, the fact to quote first, then the earliest.
-- :ranking  id of the ranking
SELECT
  f.id, f.rank, f.out_of, f.score, f.unit, f.rank_change, f.score_change, f."group", f.spans, f.quote, f.start, f."end", f.quote_in,
  v.title, v.text,
  a.story_id, a.site_id, a.url, a.published, s.name AS paper,
  d.decision IS 'accept' AS accepted
FROM rankings r
JOIN json_each(r.fact_ids) k
JOIN facts f ON f.id = k.value
JOIN article_versions v ON v.id = f.article_version_id
JOIN articles a ON a.id = f.article_id
JOIN sites s ON s.id = a.site_id
LEFT JOIN last_verdicts d ON d.fact_id = f.id
WHERE r.id = :ranking
ORDER BY f.id <> r.fact_id, a.published, f.id
