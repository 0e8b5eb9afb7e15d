-- What each article says of one ranking, the earliest fact first.
-- :ranking  id of the ranking
SELECT f.rank, f.out_of, f.score, f.unit, f.rank_change, f.score_change, f."group",
  a.site_id, s.name AS paper, a.story_id
FROM rankings r
JOIN json_each(r.fact_ids) k
JOIN facts f ON f.id = k.value
JOIN articles a ON a.id = f.article_id
JOIN sites s ON s.id = a.site_id
WHERE r.id = :ranking
ORDER BY f.first_seen_at, f.id
