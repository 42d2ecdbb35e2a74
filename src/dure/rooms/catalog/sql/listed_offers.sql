-- The hot tables as the back office lists them: one key instead of several. They act with the rights of who asks
-- (security_invoker), so that no listing is a way round what the application may not change.
CREATE OR REPLACE VIEW catalog_listed_offer WITH (security_invoker = true) AS
SELECT offer.cell_id || '-' || offer.offer_id AS key, offer.cell_id, offer.offer_id, offer.organisation_id,
    offer.product_id, offer.level_id, offer.channel, offer.price, offer.currency, offer.status, offer.is_public,
    offer.opens_at, offer.closes_at, offer.per_buyer_limit, offer.cycle_id, offer.changed_at, offer.whole_price
FROM catalog_offer AS offer;
