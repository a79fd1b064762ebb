-- What the text of each known chunk says of how it was cut, under one version of the rules, and its MinHash signature.
-- Can be made again from `chunks` at any time, so it is not synced at each insert.
CREATE TABLE IF NOT EXISTS chunk_checks (
  project_id LowCardinality(String),
  chunk_hash String CODEC(ZSTD),
  rules UInt16,
  title String CODEC(ZSTD),
  words UInt32,
  findings Array(LowCardinality(String)),
  signature Array(UInt32) CODEC(ZSTD),
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project_id, chunk_hash)
SETTINGS index_granularity = 512;
