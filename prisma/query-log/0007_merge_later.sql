-- Every commit adds a part. With the selector's default of 5 they are merged so soon that merging costs as much as
-- inserting; with 10 half of that, for a dozen parts more.
ALTER TABLE queries MODIFY SETTING merge_selector_base = 10;
ALTER TABLE query_ids MODIFY SETTING merge_selector_base = 10;
ALTER TABLE chunks MODIFY SETTING merge_selector_base = 10;
ALTER TABLE spans MODIFY SETTING merge_selector_base = 10;
ALTER TABLE scores MODIFY SETTING merge_selector_base = 10;
