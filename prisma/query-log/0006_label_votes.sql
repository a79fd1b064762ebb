-- What the labels of a query say one by one: how many say so by kind of failure, else by verdict; what the first one
-- said, and with which probability a query of such a first label is labelled again (null: not drawn by a queue).
ALTER TABLE query_labels ADD COLUMN IF NOT EXISTS votes Map(String, UInt16);
ALTER TABLE query_labels ADD COLUMN IF NOT EXISTS first_vote LowCardinality(String);
ALTER TABLE query_labels ADD COLUMN IF NOT EXISTS second_rate Nullable(Float64);
