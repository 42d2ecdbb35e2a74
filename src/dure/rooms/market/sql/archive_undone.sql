-- All orders in one table again, as `archive.sql` found them.
DROP VIEW market_listed_order, market_listed_line;

ALTER TABLE market_order DETACH PARTITION market_order_hot;
INSERT INTO market_order_hot SELECT * FROM market_order;
DROP TABLE market_order;
ALTER TABLE market_order_hot DROP COLUMN is_archived;
ALTER TABLE market_order_hot RENAME TO market_order;

ALTER TABLE market_orderline DETACH PARTITION market_orderline_hot;
INSERT INTO market_orderline_hot SELECT * FROM market_orderline;
DROP TABLE market_orderline;
ALTER TABLE market_orderline_hot DROP COLUMN is_archived;
ALTER TABLE market_orderline_hot RENAME TO market_orderline;

