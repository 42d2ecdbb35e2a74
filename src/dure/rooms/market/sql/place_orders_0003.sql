-- Place a batch of orders as if one after the other, each of them wholly or not at all; one call, one commit.
--
-- Orders and lines come as columns; `line_orders` and `fee_orders` say which order (from 1) a line belongs to, lines of
-- an order together and in its order. `barred` orders are never placed, but answered like the others. Prices, counts
-- and sums are those the buyer agreed to; a line fits when its offer still says the same.
--
-- Answers an order with 0 placed, 1 replayed (its key was known, `numbers` has the order's), 2 key used for something
-- else, 3 refused; and each line with 0 fits, 1 sold out, 2 price changed, 3 limit reached, 4 closed, 5 not found,
-- 6 other currency, with how many could still be had and the price now. Raises DU002 with the moment the book is open
-- from when the ids lie in a closed day.
--
-- Locks, in the order of the whole house: levels by their number (with them the allowances of their offers), the keys
-- of new orders, then the book.
CREATE OR REPLACE FUNCTION market_place_orders(
    the_cell int, at timestamptz,
    ids bigint[], buyers uuid[], keys uuid[], hashes bigint[], barred boolean[], order_currencies text[],
    goods bigint[], deliveries bigint[], gifts bigint[], gift_funds uuid[], deadlines timestamptz[],
    receivings jsonb[], notes text[], happened timestamptz[], order_units smallint[],
    line_orders int[], line_numbers smallint[], line_offers bigint[], line_counts int[], line_prices bigint[],
    line_commissions int[], line_pledges bigint[], line_funds uuid[], line_products uuid[], line_abouts jsonb[],
    fee_orders int[], fee_numbers smallint[], fee_sellers uuid[], fee_amounts bigint[],
    due_account bigint, promised_account bigint,
    OUT answers smallint[], OUT numbers bigint[], OUT line_answers smallint[], OUT line_lefts int[],
    OUT line_nows bigint[]
)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    seen record;
    frees int[];
    places int[];
    open_from timestamptz;
    known_keys uuid[]; known_ids bigint[]; known_hashes bigint[];
    pairs text[]; takens int[];
    all_fit boolean;
    is_fit boolean;
    first_line int; line int := 1; place int; stock int; pair int; wanted int;
BEGIN
    SELECT * INTO seen FROM catalog_look(the_cell, (SELECT array_agg(DISTINCT offer) FROM unnest(line_offers) AS offer), at);
    open_from := ledger_open_from(the_cell);
    IF ledger_recorded_at(ids[1]) < open_from THEN
        RAISE EXCEPTION USING ERRCODE = 'DU002', MESSAGE = 'ids lie in a closed day', DETAIL = open_from::text;
    END IF;
    SELECT array_agg(array_position(seen.offers, asked.offer) ORDER BY asked.position) INTO places
    FROM unnest(line_offers) WITH ORDINALITY AS asked (offer, position);
    SELECT array_agg(known.client_key), array_agg(known.order_id), array_agg(known.content_hash)
    INTO known_keys, known_ids, known_hashes
    FROM market_order AS known WHERE known.cell_id = the_cell AND known.client_key = ANY (keys);

    answers := array_fill(0::smallint, ARRAY[cardinality(ids)]);
    numbers := ids;
    line_answers := array_fill(0::smallint, ARRAY[cardinality(line_offers)]);
    line_lefts := array_fill(NULL::int, ARRAY[cardinality(line_offers)]);
    line_nows := array_fill(NULL::bigint, ARRAY[cardinality(line_offers)]);

    -- Nearly always everything fits, and one sum per level says so.
    SELECT known_keys IS NULL AND NOT true = ANY (barred)
        AND cardinality(keys) = (SELECT count(DISTINCT key) FROM unnest(keys) AS key)
        AND coalesce(bool_and(demand.is_sound AND demand.count <= seen.free[demand.stock]), false)
    INTO all_fit
    FROM (
        SELECT array_position(seen.levels, seen.levels[places[n]]) AS stock, sum(line_counts[n]) AS count,
            bool_and(coalesce(seen.prices[places[n]] = line_prices[n] AND seen.are_open[places[n]]
                AND seen.limits[places[n]] IS NULL
                AND seen.currencies[places[n]] = order_currencies[line_orders[n]], false)) AS is_sound
        FROM generate_subscripts(line_offers, 1) AS n GROUP BY 1
    ) AS demand;

    IF NOT all_fit THEN
        frees := seen.free;
        SELECT coalesce(array_agg(had.offer_id || ':' || had.buyer_id), '{}'), coalesce(array_agg(had.taken), '{}')
        INTO pairs, takens
        FROM (
            SELECT DISTINCT line_offers[n] AS offer_id, buyers[line_orders[n]] AS buyer_id
            FROM generate_subscripts(line_offers, 1) AS n WHERE seen.limits[places[n]] IS NOT NULL
        ) AS limited
        JOIN market_allowance AS had
            ON had.cell_id = the_cell AND had.offer_id = limited.offer_id AND had.buyer_id = limited.buyer_id;

        -- The first who asked is the first who gets; what a refused order would have taken is there for the next.
        FOR n IN 1 .. cardinality(ids) LOOP
            first_line := line;
            place := array_position(known_keys, keys[n]);
            IF place IS NOT NULL THEN
                IF known_hashes[place] = hashes[n] THEN
                    answers[n] := 1;
                    numbers[n] := known_ids[place];
                ELSE
                    answers[n] := 2;
                    numbers[n] := NULL;
                END IF;
                WHILE line <= cardinality(line_orders) AND line_orders[line] = n LOOP
                    line := line + 1;
                END LOOP;
                CONTINUE;
            END IF;
            is_fit := NOT barred[n];
            WHILE line <= cardinality(line_orders) AND line_orders[line] = n LOOP
                place := places[line];
                wanted := line_counts[line];
                stock := array_position(seen.levels, seen.levels[place]);
                pair := NULL;
                IF place IS NULL THEN
                    line_answers[line] := 5;
                ELSIF NOT seen.are_open[place] THEN
                    line_answers[line] := 4;
                ELSIF seen.currencies[place] <> order_currencies[n] THEN
                    line_answers[line] := 6;
                ELSIF seen.prices[place] <> line_prices[line] THEN
                    line_answers[line] := 2;
                    line_nows[line] := seen.prices[place];
                ELSE
                    IF seen.limits[place] IS NOT NULL THEN
                        pair := array_position(pairs, line_offers[line] || ':' || buyers[n]);
                        IF pair IS NULL THEN
                            pairs := pairs || (line_offers[line] || ':' || buyers[n]);
                            takens := takens || 0;
                            pair := cardinality(pairs);
                        END IF;
                    END IF;
                    IF pair IS NOT NULL AND takens[pair] + wanted > seen.limits[place] THEN
                        line_answers[line] := 3;
                        line_lefts[line] := greatest(least(seen.limits[place] - takens[pair], frees[stock]), 0);
                    ELSIF frees[stock] < wanted THEN
                        line_answers[line] := 1;
                        line_lefts[line] := frees[stock];
                    ELSE
                        frees[stock] := frees[stock] - wanted;
                        IF pair IS NOT NULL THEN
                            takens[pair] := takens[pair] + wanted;
                        END IF;
                    END IF;
                END IF;
                is_fit := is_fit AND line_answers[line] = 0;
                line := line + 1;
            END LOOP;
            IF is_fit THEN
                known_keys := known_keys || keys[n];
                known_ids := known_ids || ids[n];
                known_hashes := known_hashes || hashes[n];
                CONTINUE;
            END IF;
            answers[n] := 3;
            numbers[n] := NULL;
            FOR back IN first_line .. line - 1 LOOP
                CONTINUE WHEN line_answers[back] <> 0;
                place := places[back];
                stock := array_position(seen.levels, seen.levels[place]);
                frees[stock] := frees[stock] + line_counts[back];
                IF seen.limits[place] IS NOT NULL THEN
                    pair := array_position(pairs, line_offers[back] || ':' || buyers[n]);
                    takens[pair] := takens[pair] - line_counts[back];
                END IF;
            END LOOP;
        END LOOP;
        IF NOT 0 = ANY (answers) THEN
            RETURN;
        END IF;
        INSERT INTO market_allowance AS had (cell_id, offer_id, buyer_id, taken)
        SELECT the_cell, line_offers[n], buyers[line_orders[n]], sum(line_counts[n])
        FROM generate_subscripts(line_offers, 1) AS n
        WHERE answers[line_orders[n]] = 0 AND seen.limits[places[n]] IS NOT NULL
        GROUP BY line_offers[n], buyers[line_orders[n]]
        ON CONFLICT (cell_id, offer_id, buyer_id) DO UPDATE SET taken = had.taken + EXCLUDED.taken;
    END IF;

    -- Keys are taken in their own order, so two batches with common keys wait in one direction.
    INSERT INTO market_order (cell_id, order_id, buyer_id, client_key, content_hash, status, currency, goods, delivery,
        gift, gift_fund_id, total, pay_by, delivery_to, note)
    SELECT the_cell, new.id, new.buyer, new.key, new.hash, 1, new.currency, new.goods, new.delivery, new.gift, new.fund,
        new.goods + new.delivery + new.gift, new.deadline, new.receiving, new.note
    FROM unnest(ids, buyers, keys, hashes, order_currencies, goods, deliveries, gifts, gift_funds, deadlines,
        receivings, notes) WITH ORDINALITY
        AS new (id, buyer, key, hash, currency, goods, delivery, gift, fund, deadline, receiving, note, position)
    WHERE answers[new.position] = 0
    ORDER BY new.key;

    INSERT INTO market_orderline (cell_id, order_id, line_no, kind, part_no, seller_id, offer_id, level_id, product_id,
        quantity, cancelled, unit_price, commission_bp, pledge, fund_id, refunded, about)
    SELECT the_cell, ids[new.place], new.number, 1, 1, seen.sellers[places[new.position]], new.offer,
        seen.levels[places[new.position]], new.product, new.count, 0, new.price, new.commission, new.pledge, new.fund,
        0, new.about
    FROM unnest(line_orders, line_numbers, line_offers, line_counts, line_prices, line_commissions, line_pledges,
        line_funds, line_products, line_abouts) WITH ORDINALITY
        AS new (place, number, offer, count, price, commission, pledge, fund, product, about, position)
    WHERE answers[new.place] = 0
    UNION ALL
    SELECT the_cell, ids[fee.place], fee.number, 2, 1, fee.seller, NULL, NULL, NULL, 1, 0, fee.amount, 0, 0, NULL, 0, '{}'
    FROM unnest(fee_orders, fee_numbers, fee_sellers, fee_amounts) AS fee (place, number, seller, amount)
    WHERE answers[fee.place] = 0;

    PERFORM catalog_reserve(the_cell, array_agg(seen.levels[places[n]]), array_agg(line_counts[n]))
    FROM generate_subscripts(line_offers, 1) AS n WHERE answers[line_orders[n]] = 0;

    PERFORM ledger_record(the_cell, array_agg(new.id), array_agg('order:' || new.id), array_agg(12::smallint),
        array_agg('{' || due_account || ',' || promised_account || '}'), array_agg('{' || new.unit || ',' || new.unit || '}'),
        array_agg('{-' || new.total || ',' || new.total || '}'), array_agg(new.happened), array_agg(NULL::bigint),
        array_agg('{}'::jsonb), '{}', '{}', '{}')
    FROM (
        SELECT ids[n] AS id, goods[n] + deliveries[n] + gifts[n] AS total, order_units[n] AS unit, happened[n] AS happened
        FROM generate_subscripts(ids, 1) AS n WHERE answers[n] = 0
    ) AS new;

    INSERT INTO kernel_outboxmessage (subject, payload)
    SELECT 'market.orders_placed', jsonb_build_object('cell_id', the_cell, 'order_ids', jsonb_agg(ids[n]::text),
        'buyer_ids', jsonb_agg(buyers[n]), 'totals', jsonb_agg(goods[n] + deliveries[n] + gifts[n]),
        'currencies', jsonb_agg(order_currencies[n]))
    FROM generate_subscripts(ids, 1) AS n WHERE answers[n] = 0;
END
$function$;
