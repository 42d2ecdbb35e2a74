-- Look at offers and keep their stock as it is until the transaction ends: the levels are locked in the order of their
-- numbers, so that nobody waits for anybody in a ring.
--
-- Returns the offers that exist, in the order of their levels and numbers, each array telling one thing of each:
-- its level, how many are free there, its price and currency, its seller, how many one buyer may have (null: any
-- number), and whether it is open at the given moment. A free count stands once per offer: two offers on one level share it.
CREATE OR REPLACE FUNCTION catalog_look(
    the_cell int, the_offers bigint[], at timestamptz,
    OUT offers bigint[], OUT levels bigint[], OUT free int[], OUT prices bigint[], OUT currencies text[],
    OUT sellers uuid[], OUT limits int[], OUT are_open boolean[]
)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    level_ids bigint[];
    frees int[];
    ends timestamptz[];
BEGIN
    SELECT array_agg(locked.level_id), array_agg(locked.on_hand - locked.reserved), array_agg(locked.sell_until)
    INTO level_ids, frees, ends
    FROM (
        SELECT level.level_id, level.on_hand, level.reserved, level.sell_until FROM catalog_level AS level
        WHERE level.cell_id = the_cell AND level.level_id = ANY (ARRAY(
            SELECT DISTINCT offer.level_id FROM catalog_offer AS offer
            WHERE offer.cell_id = the_cell AND offer.offer_id = ANY (the_offers)
        ))
        ORDER BY level.level_id
        FOR NO KEY UPDATE
    ) AS locked;

    -- A new statement sees what others committed while we waited for the locks.
    SELECT array_agg(found.offer_id ORDER BY found.level_id, found.offer_id),
        array_agg(found.level_id ORDER BY found.level_id, found.offer_id),
        array_agg(frees[found.place] ORDER BY found.level_id, found.offer_id),
        array_agg(found.price ORDER BY found.level_id, found.offer_id),
        array_agg(found.currency::text ORDER BY found.level_id, found.offer_id),
        array_agg(found.organisation_id ORDER BY found.level_id, found.offer_id),
        array_agg(found.per_buyer_limit ORDER BY found.level_id, found.offer_id),
        array_agg(found.status = 'open' AND found.is_public
            AND (found.opens_at IS NULL OR found.opens_at <= at)
            AND (found.closes_at IS NULL OR at < found.closes_at)
            AND (ends[found.place] IS NULL OR at < ends[found.place]) ORDER BY found.level_id, found.offer_id)
    INTO offers, levels, free, prices, currencies, sellers, limits, are_open
    FROM (
        SELECT offer.*, array_position(level_ids, offer.level_id) AS place FROM catalog_offer AS offer
        WHERE offer.cell_id = the_cell AND offer.offer_id = ANY (the_offers)
    ) AS found;
END
$function$;
