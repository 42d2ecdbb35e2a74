-- Place a batch of orders as if one after the other, each of them wholly or not at all; one call, one commit.
--
-- Orders and lines come as columns. `line_orders` and `fee_orders` say which order (from 1) a line belongs to, lines of
-- an order together and in its order; `line_offers` which of the offers (each asked for once) it wants; `order_currencies`
-- which of the currencies. A column in which nothing stands comes empty. `barred` orders are never placed, but answered
-- like the others. Prices, counts and sums are those the buyer agreed to; a line fits when its offer still says the same.
--
-- Answers an order with 0 placed, 1 replayed (its key was known, `numbers` has the order's), 2 key used for something
-- else, 3 refused; and each line with 0 fits, 1 sold out, 2 price changed, 3 limit reached, 4 closed, 5 not found,
-- 6 other currency, with how many could still be had and the price now. When every order was placed, only `numbers`
-- are not null.
-- Raises DU002 with the moment the book is open from when the ids lie in a closed day.
--
-- Locks, in the order of the whole house: levels by their number (with them the allowances of their offers), the keys
-- of new orders, then the book.
CREATE FUNCTION market_place_orders(
    the_cell int, at timestamptz, pay_until timestamptz,
    ids bigint[], buyers uuid[], keys uuid[], hashes bigint[], barred boolean[], currencies text[],
    order_currencies int[], goods bigint[], deliveries bigint[], gifts bigint[], gift_funds uuid[],
    deadlines timestamptz[], receivers text[], notes text[], happened timestamptz[],
    offers bigint[], line_orders int[], line_numbers smallint[], line_offers int[], line_counts int[],
    line_prices bigint[], line_commissions int[], line_pledges bigint[], line_funds uuid[], line_products uuid[],
    line_words int[], words text[],
    fee_orders int[], fee_numbers smallint[], fee_sellers uuid[], fee_amounts bigint[],
    due_code text, promised_code text,
    OUT answers smallint[], OUT numbers bigint[], OUT line_answers smallint[], OUT line_lefts int[],
    OUT line_nows bigint[]
)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    -- Opened when they are missing, before anything is locked.
    due_account bigint := ledger_account_of(the_cell, due_code, true, ids[1]);
    promised_account bigint := ledger_account_of(the_cell, promised_code, false, ids[1] + 1);
    units smallint[] := ARRAY(
        SELECT unit.number FROM unnest(currencies) WITH ORDINALITY AS asked (code, position)
        LEFT JOIN ledger_unit AS unit ON unit.code = asked.code ORDER BY asked.position
    );
    seen record;
    closed uuid[];
    open_from timestamptz;
    known_ids bigint[]; known_hashes bigint[];
    all_fit boolean;
    judged record;
BEGIN
    numbers := ids;
    SELECT * INTO seen FROM catalog_look(the_cell, offers, at);
    closed := merchants_closed(ARRAY(SELECT DISTINCT seller FROM unnest(seen.sellers) AS seller WHERE seller IS NOT NULL));
    IF closed IS NOT NULL THEN
        SELECT array_agg(is_open AND seller <> ALL (closed) ORDER BY position) INTO seen.are_open
        FROM unnest(seen.are_open, seen.sellers) WITH ORDINALITY AS found (is_open, seller, position);
    END IF;
    open_from := ledger_open_from(the_cell);
    IF ledger_recorded_at(ids[1]) < open_from THEN
        RAISE EXCEPTION USING ERRCODE = 'DU002', MESSAGE = 'ids lie in a closed day', DETAIL = open_from::text;
    END IF;
    SELECT array_agg(known.order_id ORDER BY asked.position), array_agg(known.content_hash ORDER BY asked.position),
        count(known.order_id) = 0
    INTO known_ids, known_hashes, all_fit
    FROM unnest(buyers, keys) WITH ORDINALITY AS asked (buyer, key, position)
    -- Key by key, by its index: in a new house the planner takes the table for empty and would read the cell for each.
    LEFT JOIN LATERAL (
        SELECT earlier.order_id, earlier.content_hash FROM market_order AS earlier
        WHERE earlier.cell_id = the_cell AND earlier.buyer_id = asked.buyer AND earlier.client_key = asked.key LIMIT 1
    ) AS known ON true;

    -- Nearly always everything fits, and one sum per level says so.
    IF all_fit AND NOT true = ANY (barred) THEN
        SELECT cardinality(keys) = (SELECT count(*) FROM (SELECT DISTINCT * FROM unnest(buyers, keys)) AS different)
            AND bool_and(demand.is_sound AND demand.count <= seen.free[demand.stock])
        INTO all_fit
        FROM (
            SELECT seen.stocks[asked.offer] AS stock, sum(asked.count) AS count,
                bool_and(coalesce(seen.prices[asked.offer] = asked.price AND seen.are_open[asked.offer]
                    AND seen.limits[asked.offer] = 0
                    AND seen.currencies[asked.offer] = currencies[order_currencies[asked.place]], false)) AS is_sound
            FROM unnest(line_orders, line_offers, line_counts, line_prices) AS asked (place, offer, count, price)
            GROUP BY 1
        ) AS demand;
    ELSE
        all_fit := false;
    END IF;

    IF NOT all_fit THEN
        SELECT * INTO judged FROM market_judge_orders(
            the_cell, ids, buyers, keys, hashes, barred, currencies, order_currencies, known_ids, known_hashes,
            line_orders, line_offers, line_counts, line_prices, offers, seen.stocks, seen.free, seen.prices,
            seen.currencies, seen.limits, seen.are_open
        );
        answers := judged.answers;
        numbers := judged.numbers;
        line_answers := judged.line_answers;
        line_lefts := judged.line_lefts;
        line_nows := judged.line_nows;
        IF NOT 0 = ANY (answers) THEN
            RETURN;
        END IF;
    END IF;

    -- Keys are taken in their own order, so two batches with common keys wait in one direction.
    INSERT INTO market_order_hot (cell_id, order_id, buyer_id, client_key, content_hash, status, currency, goods, delivery,
        gift, gift_fund_id, total, pay_by, receiver, note)
    SELECT the_cell, new.id, new.buyer, new.key, new.hash, 1, currencies[new.currency], new.goods, new.delivery, new.gift,
        new.fund, new.goods + new.delivery + new.gift, coalesce(new.deadline, pay_until), new.receiver, new.note
    FROM unnest(ids, buyers, keys, hashes, order_currencies, goods, deliveries, gifts, gift_funds, deadlines,
        receivers, notes) WITH ORDINALITY
        AS new (id, buyer, key, hash, currency, goods, delivery, gift, fund, deadline, receiver, note, position)
    WHERE all_fit OR answers[new.position] = 0
    ORDER BY new.buyer, new.key;

    INSERT INTO market_orderline_hot (cell_id, order_id, line_no, kind, part_no, seller_id, offer_id, level_id, product_id,
        quantity, cancelled, unit_price, commission_bp, pledge, fund_id, refunded, words)
    SELECT the_cell, ids[new.place], new.number, 1, 1, seen.sellers[new.offer], offers[new.offer],
        seen.levels[new.offer], new.product, new.count, 0, new.price, new.commission, new.pledge, new.fund, 0,
        words[new.wording]
    FROM unnest(line_orders, line_numbers, line_offers, line_counts, line_prices, line_commissions, line_pledges,
        line_funds, line_products, line_words)
        AS new (place, number, offer, count, price, commission, pledge, fund, product, wording)
    WHERE all_fit OR answers[new.place] = 0;
    INSERT INTO market_orderline_hot (cell_id, order_id, line_no, kind, part_no, seller_id, quantity, cancelled, unit_price,
        commission_bp, pledge, refunded, words)
    SELECT the_cell, ids[fee.place], fee.number, 2, 1, fee.seller, 1, 0, fee.amount, 0, 0, 0, repeat(E'\x1f', 5)
    FROM unnest(fee_orders, fee_numbers, fee_sellers, fee_amounts) AS fee (place, number, seller, amount)
    WHERE all_fit OR answers[fee.place] = 0;

    INSERT INTO market_deadline (cell_id, pay_by, first_id, order_ids)
    SELECT the_cell, coalesce(new.deadline, pay_until) AS until, min(new.id), array_agg(new.id)
    FROM unnest(ids, deadlines) WITH ORDINALITY AS new (id, deadline, position)
    WHERE all_fit OR answers[new.position] = 0
    GROUP BY until;

    PERFORM catalog_promise(the_cell, array_agg(seen.levels[asked.offer]), array_agg(asked.count))
    FROM unnest(line_orders, line_offers, line_counts) AS asked (place, offer, count)
    WHERE all_fit OR answers[asked.place] = 0;

    PERFORM ledger_record_pairs(the_cell, array_agg(new.id), 12::smallint, due_account, promised_account,
        array_agg(units[new.currency]), array_agg(new.goods + new.delivery + new.gift), array_agg(new.happened))
    FROM unnest(ids, order_currencies, goods, deliveries, gifts, happened) WITH ORDINALITY
        AS new (id, currency, goods, delivery, gift, happened, position)
    WHERE all_fit OR answers[new.position] = 0;

    INSERT INTO kernel_outboxmessage (subject, payload)
    SELECT 'market.orders_placed', jsonb_build_object('cell_id', the_cell, 'order_ids', array_agg(new.id::text),
        'buyer_ids', array_agg(new.buyer), 'totals', array_agg(new.goods + new.delivery + new.gift),
        'currencies', array_agg(currencies[new.currency]))
    FROM unnest(ids, buyers, order_currencies, goods, deliveries, gifts) WITH ORDINALITY
        AS new (id, buyer, currency, goods, delivery, gift, position)
    WHERE all_fit OR answers[new.position] = 0;
END
$function$;
