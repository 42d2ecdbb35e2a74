-- The way back from `lean_rows.sql`.
DROP VIEW market_listed_order, market_listed_line;

ALTER TABLE market_order ADD COLUMN told jsonb;
UPDATE market_order SET told = delivery_to;
ALTER TABLE market_order DROP COLUMN delivery_to;
ALTER TABLE market_order RENAME COLUMN told TO delivery_to;
ALTER TABLE market_order ALTER COLUMN delivery_to SET NOT NULL, DROP COLUMN receiver;

ALTER TABLE market_orderline ADD COLUMN told jsonb;
UPDATE market_orderline SET told = about;
ALTER TABLE market_orderline DROP COLUMN about;
ALTER TABLE market_orderline RENAME COLUMN told TO about;
ALTER TABLE market_orderline ALTER COLUMN about SET NOT NULL, DROP COLUMN words;

ALTER TABLE market_order_hot DROP CONSTRAINT order_once_per_key;
ALTER TABLE market_order_hot ADD CONSTRAINT order_once_per_key UNIQUE (cell_id, client_key);
DROP INDEX order_archive_once_per_key;
CREATE UNIQUE INDEX order_archive_once_per_key ON market_order_archive (cell_id, client_key);
CREATE INDEX order_of_buyer ON market_order_hot (cell_id, buyer_id, order_id);
CREATE INDEX order_archive_of_buyer ON market_order_archive (cell_id, buyer_id, order_id);
CREATE INDEX order_unpaid ON market_order_hot (cell_id, pay_by) WHERE status = 1;
