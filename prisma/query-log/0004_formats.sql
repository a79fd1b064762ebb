-- What the project's format rules said of the answer when it came: the rules that were asked (name and version),
-- whether all of them held (null: none was asked), and the first that did not with its reason.
ALTER TABLE queries ADD COLUMN IF NOT EXISTS format_rules Array(LowCardinality(String)) CODEC(ZSTD);
ALTER TABLE queries ADD COLUMN IF NOT EXISTS format_ok Nullable(Bool);
ALTER TABLE queries ADD COLUMN IF NOT EXISTS format_reason String CODEC(ZSTD);

-- Sentences of the answer, and how many of them are linked to a hit. Counts, so that charts read no texts; both 0
-- where nothing was retrieved or the answer is no prose.
ALTER TABLE queries ADD COLUMN IF NOT EXISTS answer_sentences UInt16 CODEC(ZSTD);
ALTER TABLE queries ADD COLUMN IF NOT EXISTS linked_sentences UInt16 CODEC(ZSTD);
