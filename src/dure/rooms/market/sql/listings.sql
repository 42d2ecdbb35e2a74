-- The hot tables as the back office lists them: one key instead of several. They act with the rights of who asks
-- (security_invoker), so that no listing is a way round what the application may not change.
CREATE VIEW market_listed_order WITH (security_invoker = true) AS
SELECT orders.cell_id || '-' || orders.order_id AS key, orders.cell_id, orders.order_id, orders.buyer_id, orders.status,
    orders.currency, orders.goods, orders.delivery, orders.gift, orders.total,
    ledger_recorded_at(orders.order_id) AS placed_at, orders.pay_by, orders.note
FROM market_order AS orders;

CREATE VIEW market_listed_line WITH (security_invoker = true) AS
SELECT line.cell_id || '-' || line.order_id || '-' || line.line_no AS key, line.cell_id, line.order_id, line.line_no,
    line.kind, line.seller_id, line.offer_id, line.quantity, line.cancelled, line.unit_price, line.refunded,
    line.commission_bp, line.pledge, orders.currency, coalesce(line.about ->> 'name', '') AS name,
    ledger_recorded_at(line.order_id) AS placed_at
FROM market_orderline AS line
JOIN market_order AS orders USING (cell_id, order_id);
