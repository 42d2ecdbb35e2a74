-- What stands in every order is packed, and read back by columns that take no place; one key instead of two finds the
-- orders of a buyer; a row for a batch tells until when it is to be paid.
DROP VIEW market_listed_order, market_listed_line;

ALTER TABLE market_order ADD COLUMN receiver text;
UPDATE market_order SET receiver = array_to_string(ARRAY[
    delivery_to->>'means', delivery_to->>'name', delivery_to->>'phone', delivery_to->>'country',
    delivery_to->>'region_id', delivery_to->>'street', delivery_to->>'detail', delivery_to->>'postcode',
    delivery_to->>'note', delivery_to->>'hub_id', delivery_to->>'message'
], E'\x1f', '');
ALTER TABLE market_order ALTER COLUMN receiver SET NOT NULL, DROP COLUMN delivery_to;
ALTER TABLE market_order ADD COLUMN delivery_to jsonb GENERATED ALWAYS AS (jsonb_strip_nulls(jsonb_object(
    '{means,name,phone,country,region_id,street,detail,postcode,note,hub_id,message}'::text[],
    string_to_array(receiver, E'\x1f', '')
))) VIRTUAL;

ALTER TABLE market_orderline ADD COLUMN words text;
UPDATE market_orderline SET words = array_to_string(ARRAY[
    about->>'name', about->>'size', about->>'package', about->>'photo', about->>'tile', about->>'kind'
], E'\x1f', '');
ALTER TABLE market_orderline ALTER COLUMN words SET NOT NULL, DROP COLUMN about;
ALTER TABLE market_orderline ADD COLUMN about jsonb GENERATED ALWAYS AS (jsonb_strip_nulls(jsonb_object(
    '{name,size,package,photo,tile,kind}'::text[], string_to_array(words, E'\x1f', '')
))) VIRTUAL;

INSERT INTO market_deadline (cell_id, pay_by, first_id, order_ids)
SELECT cell_id, pay_by, min(order_id), array_agg(order_id) FROM market_order WHERE status = 1 GROUP BY cell_id, pay_by;

ALTER TABLE market_order_hot DROP CONSTRAINT order_once_per_key;
ALTER TABLE market_order_hot ADD CONSTRAINT order_once_per_key UNIQUE (cell_id, buyer_id, client_key);
DROP INDEX order_archive_once_per_key;
CREATE UNIQUE INDEX order_archive_once_per_key ON market_order_archive (cell_id, buyer_id, client_key);
DROP INDEX order_of_buyer, order_archive_of_buyer, order_unpaid;
