-- Old orders in a partition of their own. The parent keeps the table's name, so that everybody reads and writes as before;
-- a row moves by its `is_archived`. Every partition has its own keys: a unique key of the parent would have to hold
-- `is_archived`, and one client key would then be good for two orders. That no key is used in both partitions is seen to
-- by the function that places orders: it looks for known keys in the parent.
DROP VIEW market_listed_order, market_listed_line;

ALTER TABLE market_order RENAME TO market_order_hot;
ALTER TABLE market_order_hot ADD COLUMN is_archived boolean NOT NULL DEFAULT false;
CREATE TABLE market_order (LIKE market_order_hot INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY LIST (is_archived);
ALTER TABLE market_order ATTACH PARTITION market_order_hot FOR VALUES IN (false);
CREATE TABLE market_order_archive PARTITION OF market_order FOR VALUES IN (true);
ALTER TABLE market_order_archive ADD CONSTRAINT market_order_archive_pkey PRIMARY KEY (cell_id, order_id);
CREATE UNIQUE INDEX order_archive_once_per_key ON market_order_archive (cell_id, client_key);
CREATE INDEX order_archive_of_buyer ON market_order_archive (cell_id, buyer_id, order_id);

ALTER TABLE market_orderline RENAME TO market_orderline_hot;
ALTER TABLE market_orderline_hot ADD COLUMN is_archived boolean NOT NULL DEFAULT false;
CREATE TABLE market_orderline (LIKE market_orderline_hot INCLUDING DEFAULTS INCLUDING CONSTRAINTS)
    PARTITION BY LIST (is_archived);
ALTER TABLE market_orderline ATTACH PARTITION market_orderline_hot FOR VALUES IN (false);
CREATE TABLE market_orderline_archive PARTITION OF market_orderline FOR VALUES IN (true);
ALTER TABLE market_orderline_archive
    ADD CONSTRAINT market_orderline_archive_pkey PRIMARY KEY (cell_id, order_id, line_no);
