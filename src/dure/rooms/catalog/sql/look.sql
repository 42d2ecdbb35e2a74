-- Look at offers and keep their stock as it is until the transaction ends: the levels are locked in the order of their
-- numbers, so that nobody waits for anybody in a ring.
--
-- Every array but `free` tells one thing of each offer, in the order asked (null: there is no such offer): its level,
-- the place of that level in `free`, its price and currency, its seller, how many one buyer may have (0: any number),
-- and whether it is open at the given moment. `free` says how many are free on each level. Nobody is asked for twice.
CREATE FUNCTION catalog_look(
    the_cell int, the_offers bigint[], at timestamptz,
    OUT levels bigint[], OUT stocks int[], OUT free int[], OUT prices bigint[], OUT currencies text[],
    OUT sellers uuid[], OUT limits int[], OUT are_open boolean[]
)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    level_ids bigint[];
    ends timestamptz[];
    are_locked boolean;
BEGIN
    LOOP
        SELECT array_agg(locked.level_id), array_agg(locked.on_hand - locked.reserved), array_agg(locked.sell_until)
        INTO level_ids, free, ends
        FROM (
            SELECT level.level_id, level.on_hand, level.reserved, level.sell_until FROM catalog_level AS level
            WHERE level.cell_id = the_cell AND level.level_id = ANY (ARRAY(
                SELECT DISTINCT offer.level_id FROM catalog_offer AS offer
                WHERE offer.cell_id = the_cell AND offer.offer_id = ANY (the_offers)
            ))
            ORDER BY level.level_id
            FOR NO KEY UPDATE
        ) AS locked;

        -- A new statement sees what others committed while we waited for the locks; an offer may even have been moved.
        SELECT array_agg(found.level_id ORDER BY found.position), array_agg(found.stock ORDER BY found.position),
            array_agg(found.price ORDER BY found.position), array_agg(found.currency ORDER BY found.position),
            array_agg(found.organisation_id ORDER BY found.position), array_agg(found.most ORDER BY found.position),
            array_agg(found.is_open AND (ends[found.stock] IS NULL OR at < ends[found.stock]) ORDER BY found.position),
            coalesce(bool_and(level_ids[found.stock] = found.level_id), true)
        INTO levels, stocks, prices, currencies, sellers, limits, are_open, are_locked
        FROM (
            SELECT asked.position, offer.level_id, offer.price, offer.currency::text AS currency,
                offer.organisation_id, CASE WHEN offer.level_id IS NOT NULL THEN coalesce(offer.per_buyer_limit, 0) END AS most,
                CASE WHEN offer.level_id IS NOT NULL THEN dense_rank() OVER (ORDER BY offer.level_id) END::int AS stock,
                offer.status = 'open' AND offer.is_public AND (offer.opens_at IS NULL OR offer.opens_at <= at)
                    AND (offer.closes_at IS NULL OR at < offer.closes_at) AS is_open
            FROM unnest(the_offers) WITH ORDINALITY AS asked (offer_id, position)
            LEFT JOIN catalog_offer AS offer ON offer.cell_id = the_cell AND offer.offer_id = asked.offer_id
        ) AS found;
        EXIT WHEN are_locked;
    END LOOP;
END
$function$;

-- Promise goods on levels that the caller keeps by `catalog_look`; counts of one level are added up.
CREATE OR REPLACE FUNCTION catalog_promise(the_cell int, the_levels bigint[], the_counts int[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
BEGIN
    UPDATE catalog_level AS level SET reserved = level.reserved + wanted.count
    FROM (
        SELECT each.level_id, sum(each.count)::int AS count FROM unnest(the_levels, the_counts) AS each (level_id, count)
        GROUP BY each.level_id
    ) AS wanted
    WHERE level.cell_id = the_cell AND level.level_id = wanted.level_id;
END
$function$;
