-- Settle payments of orders that companies say are paid, each by itself: one call, one commit.
--
-- Every array has one element for each payment. Answers 0 where the payment is settled now: it and its order are paid,
-- the order's parts are there for its sellers, and the book has the money; 1 where it was paid before. 2 asks for more
-- care than a batch can take, and nothing was changed for it: another sum, an order that waits no more or is paid by an
-- earlier one of this batch, a payment into a wallet, or an account that is still to be opened.
-- Raises DU001 as the book does (a wallet with too little), DU002 when the ids lie in a closed day.
--
-- Locks, in the order of the whole house: orders, payments, the book.
CREATE FUNCTION market_settle_payments(
    the_cell int, at timestamptz, ids bigint[], asked uuid[], paid bigint[], paid_in text[], names text[], charges text[],
    held_code text, promised_code text, due_code text
) RETURNS smallint[]
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    held bigint := (SELECT account_id FROM ledger_account WHERE code = held_code AND closed_at IS NULL);
    promised bigint := (SELECT account_id FROM ledger_account WHERE code = promised_code AND closed_at IS NULL);
    due bigint := (SELECT account_id FROM ledger_account WHERE code = due_code AND closed_at IS NULL);
    open_from timestamptz := ledger_open_from(the_cell);
    answers smallint[];
    fit record;
BEGIN
    IF ledger_recorded_at(ids[1]) < open_from THEN
        RAISE EXCEPTION USING ERRCODE = 'DU002', MESSAGE = 'ids lie in a closed day', DETAIL = open_from::text;
    END IF;

    PERFORM FROM market_order_hot AS orders
    WHERE orders.cell_id = the_cell AND orders.status = 1 AND orders.order_id IN (
        SELECT payment.order_id FROM market_payment AS payment WHERE payment.id = ANY (asked))
    ORDER BY orders.order_id FOR NO KEY UPDATE;
    PERFORM FROM market_payment AS payment WHERE payment.id = ANY (asked) ORDER BY payment.id FOR NO KEY UPDATE;

    SELECT array_agg(found.answer ORDER BY found.position) INTO answers
    FROM (
        SELECT new.position, CASE
            WHEN payment.status = 'paid' THEN 1
            WHEN orders.order_id IS NULL OR (payment.amount, payment.currency) <> (new.amount, new.currency)
                OR (payment.amount, payment.currency) <> (orders.total, orders.currency)
                OR source.account_id IS NULL OR held IS NULL OR promised IS NULL OR due IS NULL THEN 2
            WHEN row_number() OVER (PARTITION BY payment.order_id ORDER BY new.position) > 1 THEN 2
            ELSE 0 END::smallint AS answer
        FROM unnest(asked, paid, paid_in) WITH ORDINALITY AS new (id, amount, currency, position)
        LEFT JOIN market_payment AS payment ON payment.id = new.id AND payment.cell_id = the_cell
        LEFT JOIN market_order_hot AS orders
            ON orders.cell_id = the_cell AND orders.order_id = payment.order_id AND orders.status = 1
        LEFT JOIN ledger_account AS source ON source.code = payment.source_account AND source.closed_at IS NULL
    ) AS found;
    IF NOT 0 = ANY (answers) THEN
        RETURN answers;
    END IF;

    SELECT array_agg(new.id ORDER BY new.position) AS payments, array_agg(ids[new.position] ORDER BY new.position) AS entries,
        array_agg(payment.order_id ORDER BY new.position) AS orders,
        array_agg(payment.payer_id ORDER BY new.position) AS payers,
        array_agg(payment.provider ORDER BY new.position) AS providers,
        array_agg(payment.amount ORDER BY new.position) AS amounts,
        array_agg(payment.currency ORDER BY new.position) AS currencies,
        array_agg(source.account_id ORDER BY new.position) AS sources,
        array_agg(unit.number ORDER BY new.position) AS units
    INTO fit
    FROM unnest(asked) WITH ORDINALITY AS new (id, position)
    JOIN market_payment AS payment ON payment.id = new.id
    JOIN ledger_account AS source ON source.code = payment.source_account
    JOIN ledger_unit AS unit ON unit.code = payment.currency
    WHERE answers[new.position] = 0;

    UPDATE market_payment AS payment
    SET status = 'paid', failure = '', paid_at = at, ended_at = at, ask_at = NULL,
        provider_reference = coalesce(nullif(payment.provider_reference, ''), new.name),
        charge_reference = coalesce(nullif(payment.charge_reference, ''), new.charge)
    FROM unnest(asked, names, charges) WITH ORDINALITY AS new (id, name, charge, position)
    WHERE answers[new.position] = 0 AND payment.id = new.id;
    UPDATE market_order_hot AS orders SET status = 2
    WHERE orders.cell_id = the_cell AND orders.order_id = ANY (fit.orders);

    -- Each seller's part; the first one of an order carries the buyer's own gift.
    INSERT INTO market_fulfilment (id, cell_id, order_id, part_no, seller_id, buyer_id, status, currency, goods, delivery,
        gift, refunded, is_replacement, paid_at)
    SELECT uuidv7(), the_cell, part.order_id, 1, part.seller_id, orders.buyer_id, 'to_pack', orders.currency, part.goods,
        part.delivery, CASE part.place WHEN 1 THEN orders.gift ELSE 0 END, 0, false, at
    FROM (
        SELECT line.order_id, line.seller_id,
            row_number() OVER (PARTITION BY line.order_id ORDER BY min(line.line_no)) AS place,
            coalesce(sum(line.quantity * line.unit_price) FILTER (WHERE line.kind = 1), 0) AS goods,
            coalesce(sum(line.quantity * line.unit_price) FILTER (WHERE line.kind = 2), 0) AS delivery
        FROM market_orderline_hot AS line
        WHERE line.cell_id = the_cell AND line.order_id = ANY (fit.orders)
        GROUP BY line.order_id, line.seller_id
    ) AS part
    JOIN market_order_hot AS orders ON orders.cell_id = the_cell AND orders.order_id = part.order_id
    ORDER BY part.order_id, part.place;

    INSERT INTO market_orderact (id, cell_id, order_id, act, side, person_id, at, why, facts)
    SELECT uuidv7(), the_cell, new.order_id, 'paid', 'buyer', new.payer, at, '',
        jsonb_build_object('payment', new.payment, 'provider', new.provider)
    FROM unnest(fit.orders, fit.payers, fit.payments, fit.providers) AS new (order_id, payer, payment, provider);

    PERFORM ledger_record(the_cell, array_agg(new.entry), array_agg('payment:' || new.payment), array_agg(3::smallint),
        array_agg(format('{%s,%s,%s,%s}', new.source, held, promised, due)),
        array_agg(format('{%1$s,%1$s,%1$s,%1$s}', new.unit)),
        array_agg(format('{-%1$s,%1$s,-%1$s,%1$s}', new.amount)),
        array_agg(NULL::timestamptz), array_agg(NULL::bigint), array_agg(jsonb_build_object('order', new.order_id::text)),
        '{}', '{}', '{}')
    FROM unnest(fit.entries, fit.payments, fit.orders, fit.sources, fit.units, fit.amounts)
        AS new (entry, payment, order_id, source, unit, amount);

    INSERT INTO kernel_outboxmessage (subject, payload)
    VALUES ('market.orders_paid', jsonb_build_object('cell_id', the_cell, 'order_ids', fit.orders::text[],
        'buyer_ids', fit.payers, 'totals', fit.amounts, 'currencies', fit.currencies));
    RETURN answers;
END
$function$;
