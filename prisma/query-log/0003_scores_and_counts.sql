-- What a machine or a person outside said of a query (hit_id empty) or of one of its hits; may come before the query
-- does. One for each scorer: `scorer_version` is the version of what scored, or who did.
CREATE TABLE IF NOT EXISTS scores (
  project_id LowCardinality(String),
  query_id String CODEC(ZSTD),
  hit_id String CODEC(ZSTD),
  name LowCardinality(String),
  source LowCardinality(String),
  scorer_version String CODEC(ZSTD),
  value Nullable(Float64),
  label String CODEC(ZSTD),
  comment String CODEC(ZSTD(3)),
  received_at DateTime64(3, 'UTC'),
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project_id, query_id, hit_id, name, source, scorer_version)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- The wire and the convention in which a query was sent: json, otlp:openinference, ...
ALTER TABLE queries ADD COLUMN IF NOT EXISTS dialect LowCardinality(String) DEFAULT 'json';

-- What kind of event is kept: each goes back through its own door.
ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS unit LowCardinality(String) DEFAULT 'query';

-- What became of the events sent, by hour of arrival. Not synced at each insert: it is written every few seconds.
CREATE TABLE IF NOT EXISTS ingest_counts (
  project_id LowCardinality(String),
  hour DateTime('UTC'),
  unit LowCardinality(String),
  outcome LowCardinality(String),
  reason LowCardinality(String),
  events UInt64
)
ENGINE = SummingMergeTree(events)
ORDER BY (project_id, hour, unit, outcome, reason);
