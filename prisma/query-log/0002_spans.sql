-- Spans as received, until they expire: what a trace's query is assembled from whenever another span of it comes.
-- Partitions are days of arrival, so that what has expired goes as whole parts. A span that is sent again on another
-- day is a second row; readers take the one that ended last. Small granules and the filter are for reading one
-- trace: ids are random, so every part may hold any.
CREATE TABLE IF NOT EXISTS spans (
  project_id LowCardinality(String),
  trace_id String CODEC(ZSTD),
  span_id String CODEC(ZSTD),
  start_ns UInt64 CODEC(ZSTD),
  end_ns UInt64 CODEC(ZSTD),
  received_at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD),
  bytes UInt32 CODEC(ZSTD),
  span String CODEC(ZSTD(3)),
  marks Array(LowCardinality(String)),
  cut_lengths Map(String, UInt64),
  INDEX by_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(end_ns)
PARTITION BY toDate(received_at)
ORDER BY (project_id, trace_id, span_id)
TTL toDateTime(received_at) + INTERVAL 30 DAY
SETTINGS index_granularity = 256, ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1;

-- Queries that were sent as JSON and name a trace: its spans are added to the query, whichever comes first.
CREATE TABLE IF NOT EXISTS trace_queries (
  project_id LowCardinality(String),
  trace_id String CODEC(ZSTD),
  query_id String CODEC(ZSTD),
  content_hash String CODEC(ZSTD),
  event String CODEC(ZSTD(3)),
  marks Array(LowCardinality(String)),
  cut_lengths Map(String, UInt64),
  received_at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD),
  INDEX by_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(received_at)
ORDER BY (project_id, trace_id, query_id)
TTL toDateTime(received_at) + INTERVAL 30 DAY
SETTINGS index_granularity = 256, ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1;

-- Every retrieval of a query with its hits, as JSON; '' where none is known beyond the hits of the query.
ALTER TABLE queries ADD COLUMN IF NOT EXISTS retrievals String CODEC(ZSTD(3));

-- For finding the queries of a trace.
ALTER TABLE queries ADD INDEX IF NOT EXISTS by_trace trace_id TYPE bloom_filter GRANULARITY 1;

-- The query under which this id was stored: '' is itself. A query sent as JSON whose trace was there before it.
ALTER TABLE query_ids ADD COLUMN IF NOT EXISTS same_as String CODEC(ZSTD);
