-- One row a logged query. `bucket` (the hour of started_at) is part of the key so that parts are ordered by
-- time, which makes FINAL cheap; an id's bucket never changes (see query_ids).
CREATE TABLE IF NOT EXISTS queries (
  project_id LowCardinality(String),
  bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD),
  query_id String CODEC(ZSTD),
  version UInt64,
  content_hash String CODEC(ZSTD),
  started_at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD),
  received_at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD),
  origin LowCardinality(String),

  question String CODEC(ZSTD(3)),
  question_hash String CODEC(ZSTD),
  messages String CODEC(ZSTD(3)),
  retrieval_query Nullable(String) CODEC(ZSTD(3)),
  answer Nullable(String) CODEC(ZSTD(3)),
  error_stage LowCardinality(String),
  error_type LowCardinality(String),
  error_message String CODEC(ZSTD),

  retrieved Bool,
  hit_count UInt16,
  zero_hit Bool,
  top_k Nullable(UInt16),
  top_score Nullable(Float64),
  score_kind LowCardinality(String),
  hit_ids Array(String) CODEC(ZSTD),
  hit_chunks Array(String) CODEC(ZSTD),
  hit_scores Array(Nullable(Float64)) CODEC(ZSTD),
  hit_titles Array(String) CODEC(ZSTD),
  hit_sources Array(String) CODEC(ZSTD),
  hit_metadata Array(String) CODEC(ZSTD),
  hit_cited Array(UInt8),
  cited_derived Bool,
  candidates String CODEC(ZSTD(3)),

  model LowCardinality(String),
  prompt_version LowCardinality(String),
  retriever LowCardinality(String),
  index_version LowCardinality(String),
  environment LowCardinality(String),
  release LowCardinality(String),
  retrieval_ms Nullable(Float64),
  generation_ms Nullable(Float64),
  first_token_ms Nullable(Float64),
  total_ms Nullable(Float64),
  input_tokens Nullable(UInt64),
  cached_tokens Nullable(UInt64),
  output_tokens Nullable(UInt64),
  cost_usd Nullable(Float64),
  cost_estimated Bool,

  session_id String CODEC(ZSTD),
  user_id String CODEC(ZSTD),
  trace_id String CODEC(ZSTD),
  tags Array(LowCardinality(String)),
  metadata Map(String, String) CODEC(ZSTD),
  expected_answer Nullable(String) CODEC(ZSTD),
  expected_ids Array(String) CODEC(ZSTD),
  expected_answerable Nullable(Bool),

  marks Array(LowCardinality(String)),
  cut_lengths Map(String, UInt64),
  u Float64,
  v Float64,
  o Float64,

  INDEX question_words question TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lowerUTF8(question)),
  INDEX answer_words answer TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lowerUTF8(answer)),
  INDEX by_session session_id TYPE bloom_filter GRANULARITY 1,
  INDEX by_question question_hash TYPE bloom_filter GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(bucket)
ORDER BY (project_id, bucket, query_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- The identity of a query is (project, id), never its time: the first bucket, content and version of each id.
-- Not synced at each insert, unlike the others: what a crash takes is completed from `queries` at the next start.
-- Ids come in any order. Without the filter, looking up new random ids reads a granule for each of them.
CREATE TABLE IF NOT EXISTS query_ids (
  project_id LowCardinality(String),
  query_id String CODEC(ZSTD),
  bucket DateTime('UTC') CODEC(ZSTD),
  content_hash String CODEC(ZSTD),
  version UInt64,
  received_at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD),
  INDEX known query_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project_id, query_id)
SETTINGS index_granularity = 2048;

-- Each distinct text once. A hit and a registered chunk refer to it by content hash.
CREATE TABLE IF NOT EXISTS chunks (
  project_id LowCardinality(String),
  chunk_hash String CODEC(ZSTD),
  text String CODEC(ZSTD(3)),
  INDEX words text TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lowerUTF8(text))
)
ENGINE = ReplacingMergeTree
ORDER BY (project_id, chunk_hash)
SETTINGS index_granularity = 512, fsync_after_insert = 1, fsync_part_directory = 1;

-- The known corpus, as its owner registered it.
CREATE TABLE IF NOT EXISTS corpus (
  project_id LowCardinality(String),
  index_version LowCardinality(String),
  chunk_id String CODEC(ZSTD),
  chunk_hash String CODEC(ZSTD),
  title String CODEC(ZSTD),
  source String CODEC(ZSTD),
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project_id, index_version, chunk_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- The last word of each end user on each query; may arrive before the query does.
CREATE TABLE IF NOT EXISTS feedback (
  project_id LowCardinality(String),
  query_id String CODEC(ZSTD),
  user_id String CODEC(ZSTD),
  score Int8,
  comment String CODEC(ZSTD),
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project_id, query_id, user_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Tags given after logging; a tag logged with the query stays in queries.tags.
CREATE TABLE IF NOT EXISTS query_tags (
  project_id LowCardinality(String),
  query_id String CODEC(ZSTD),
  tag LowCardinality(String),
  version UInt64,
  deleted UInt8
)
ENGINE = ReplacingMergeTree(version, deleted)
ORDER BY (project_id, query_id, tag)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Mirror of the control plane: the resolved label of each labelled query. Can be rebuilt at any time.
CREATE TABLE IF NOT EXISTS query_labels (
  project_id LowCardinality(String),
  query_id String,
  bucket DateTime('UTC'),
  verdict LowCardinality(String),
  failure LowCardinality(String),
  secondary_failure LowCardinality(String),
  detail LowCardinality(String),
  nothing_to_find Nullable(Bool),
  has_ideal_answer Bool,
  label_count UInt16,
  reviewers Array(LowCardinality(String)),
  grading LowCardinality(String),
  pi Nullable(Float64),
  version UInt64,
  deleted UInt8
)
ENGINE = ReplacingMergeTree(version, deleted)
ORDER BY (project_id, query_id);

-- Mirror of the control plane: the resolved grade of a chunk for a question.
CREATE TABLE IF NOT EXISTS judgements (
  project_id LowCardinality(String),
  question_hash String,
  chunk_hash String,
  grade UInt8,
  version UInt64,
  deleted UInt8
)
ENGINE = ReplacingMergeTree(version, deleted)
ORDER BY (project_id, question_hash, chunk_hash);

-- Events that could not be stored, with the reason, until they are replayed or expire.
CREATE TABLE IF NOT EXISTS quarantine (
  project_id LowCardinality(String),
  quarantine_id String,
  received_at DateTime64(3, 'UTC'),
  event_id String,
  code LowCardinality(String),
  path String,
  message String,
  body String CODEC(ZSTD(3)),
  body_complete Bool,
  -- What cleaning changed before the event was rejected: the body is kept clean, so a replay could not tell.
  marks Array(LowCardinality(String)),
  cut_lengths Map(String, UInt64),
  replayed_at Nullable(DateTime64(3, 'UTC')),
  version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (project_id, quarantine_id)
TTL toDateTime(received_at) + INTERVAL 30 DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- Ids that a deletion has begun to remove, so that one which broke off is finished at the next start.
CREATE TABLE IF NOT EXISTS query_deletions (
  project_id LowCardinality(String),
  deletion_id String,
  query_id String
)
ENGINE = ReplacingMergeTree
ORDER BY (project_id, deletion_id, query_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
