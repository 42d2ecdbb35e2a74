-- Record many entries at once: all of them, or none with a reason for each that stands in the way.
--
-- One array element per entry; accounts, units and amounts are the text of an array ('{1,2}'). `happened` may hold nulls
-- (then the time of recording). `freed_*` is what this call takes off the held part of balances (captured holds).
-- Returns the entry ids in the order asked: of a reference recorded before with the same content, the id it had.
-- Refuses by raising SQLSTATE DU001 with a JSON list of {position, code, …} as DETAIL.
CREATE OR REPLACE FUNCTION ledger_record(
    cell int, ids bigint[], refs text[], kinds smallint[], the_accounts text[], the_units text[], the_amounts text[],
    happened timestamptz[], reversed bigint[], abouts jsonb[],
    freed_accounts bigint[], freed_units smallint[], freed_amounts bigint[]
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    open_from timestamptz := ledger_open_from(cell);
    fresh_count bigint;
    fresh boolean[];
    answer bigint[] := ids;
    problems jsonb;
    leg_positions int[]; leg_accounts bigint[]; leg_units smallint[]; leg_amounts bigint[];
    key_accounts bigint[]; key_units smallint[]; key_amounts bigint[]; key_taken bigint[]; key_freed bigint[];
    lined bigint[];
BEGIN
    IF open_from IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'DU001', MESSAGE = 'unknown cell',
            DETAIL = jsonb_build_array(jsonb_build_object('position', 1, 'code', 'unknown_cell', 'cell_id', cell));
    ELSIF ledger_recorded_at(ids[1]) < open_from THEN
        RAISE EXCEPTION 'ids lie in a closed day: ask ledger_open_from before making them';
    END IF;

    -- References are taken in their own order, so two batches with common references wait in one direction.
    INSERT INTO ledger_entry
        (cell_id, entry_id, kind, named, leg_accounts, leg_units, leg_amounts, happened_at, reverses, about)
    SELECT cell, new.id, new.kind, new.reference, new.accounts::bigint[], new.units::smallint[], new.amounts::bigint[],
        coalesce(new.happened_at, ledger_recorded_at(new.id)), new.reverses, new.about
    FROM unnest(ids, refs, kinds, the_accounts, the_units, the_amounts, happened, reversed, abouts)
        AS new (id, reference, kind, accounts, units, amounts, happened_at, reverses, about)
    ORDER BY new.reference COLLATE "C", new.id
    ON CONFLICT (cell_id, named) WHERE named IS NOT NULL DO NOTHING;
    GET DIAGNOSTICS fresh_count = ROW_COUNT;

    IF fresh_count < cardinality(ids) THEN
        SELECT
            array_agg(known.entry_id ORDER BY new.position),
            array_agg(known.entry_id = new.id ORDER BY new.position),
            jsonb_agg(jsonb_build_object('position', new.position, 'code', 'reference_reused', 'reference', new.reference)
                ORDER BY new.position) FILTER (WHERE
                (known.kind, known.accounts, known.units, known.amounts, known.about)
                    <> (new.kind, new.accounts::bigint[], new.units::smallint[], new.amounts::bigint[], new.about)
                OR known.reverses IS DISTINCT FROM new.reverses OR known.happened_at <> new.happened_at)
        INTO answer, fresh, problems
        FROM unnest(ids, refs, kinds, the_accounts, the_units, the_amounts, happened, reversed, abouts) WITH ORDINALITY
            AS new (id, reference, kind, accounts, units, amounts, happened_at, reverses, about, position)
        JOIN ledger_entry AS known ON known.cell_id = cell AND known.named = new.reference;
        IF problems IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'DU001', MESSAGE = 'reference reused', DETAIL = problems;
        ELSIF fresh_count = 0 THEN
            RETURN answer;
        END IF;
    END IF;

    SELECT array_agg(new.position), array_agg(leg.account), array_agg(leg.unit), array_agg(leg.amount)
    INTO leg_positions, leg_accounts, leg_units, leg_amounts
    FROM unnest(the_accounts, the_units, the_amounts) WITH ORDINALITY AS new (accounts, units, amounts, position),
        unnest(new.accounts::bigint[], new.units::smallint[], new.amounts::bigint[]) AS leg (account, unit, amount)
    WHERE fresh IS NULL OR fresh[new.position];

    SELECT array_agg(sums.account), array_agg(sums.unit), array_agg(sums.amount), array_agg(sums.taken), array_agg(sums.freed)
    INTO key_accounts, key_units, key_amounts, key_taken, key_freed
    FROM (
        SELECT part.account, part.unit, sum(part.amount)::bigint AS amount,
            sum(least(part.amount, 0))::bigint AS taken, sum(part.freed)::bigint AS freed
        FROM (
            SELECT legs.account, legs.unit, legs.amount, 0::bigint AS freed
            FROM unnest(leg_accounts, leg_units, leg_amounts) AS legs (account, unit, amount)
            UNION ALL
            SELECT freed.account, freed.unit, 0, freed.amount
            FROM unnest(freed_accounts, freed_units, freed_amounts) AS freed (account, unit, amount)
        ) AS part
        GROUP BY part.account, part.unit ORDER BY part.account, part.unit
    ) AS sums;

    IF ledger_touch_balances(cell, key_accounts, key_units) < cardinality(key_accounts) THEN
        SELECT jsonb_agg(jsonb_build_object('position', legs.position, 'code', 'account_closed', 'account_id', legs.account::text))
        INTO problems
        FROM unnest(leg_positions, leg_accounts, leg_units) AS legs (position, account, unit)
        WHERE NOT EXISTS (
            SELECT FROM ledger_balance AS balance
            WHERE balance.cell_id = cell AND balance.account_id = legs.account AND balance.unit = legs.unit
        );
        RAISE EXCEPTION USING ERRCODE = 'DU001', MESSAGE = 'account closed', DETAIL = problems;
    END IF;

    -- As if recorded one after the other: the first entry at which a guarded account would fall below what is held.
    -- Only an account that could not pay everything at once, before anything came in, is looked at entry by entry.
    IF EXISTS (
        SELECT FROM unnest(key_accounts, key_units, key_taken, key_freed) AS sums (account, unit, taken, freed)
        JOIN ledger_balance AS balance ON balance.cell_id = cell AND balance.account_id = sums.account
            AND balance.unit = sums.unit AND NOT balance.may_go_negative
        WHERE balance.amount - balance.held + sums.freed + sums.taken < 0
    ) THEN
        SELECT jsonb_agg(jsonb_build_object('position', short.position, 'code', 'insufficient_funds',
            'account_id', short.account::text, 'unit', short.unit, 'missing', -short.available) ORDER BY short.position)
        INTO problems
        FROM (
            SELECT DISTINCT ON (running.account, running.unit) running.*
            FROM (
                SELECT legs.position, legs.account, legs.unit,
                    balance.amount - balance.held + coalesce(freed.amount, 0)
                        + sum(legs.amount) OVER (PARTITION BY legs.account, legs.unit ORDER BY legs.position) AS available
                FROM unnest(leg_positions, leg_accounts, leg_units, leg_amounts) AS legs (position, account, unit, amount)
                JOIN ledger_balance AS balance ON balance.cell_id = cell AND balance.account_id = legs.account
                    AND balance.unit = legs.unit AND NOT balance.may_go_negative
                LEFT JOIN LATERAL (
                    SELECT sum(part.amount)::bigint AS amount
                    FROM unnest(freed_accounts, freed_units, freed_amounts) AS part (account, unit, amount)
                    WHERE part.account = legs.account AND part.unit = legs.unit
                ) AS freed ON true
            ) AS running
            WHERE running.available < 0
            ORDER BY running.account, running.unit, running.position
        ) AS short;
        IF problems IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'DU001', MESSAGE = 'insufficient funds', DETAIL = problems;
        END IF;
    END IF;

    UPDATE ledger_balance AS balance SET amount = balance.amount + sums.amount, held = balance.held - sums.freed
    FROM unnest(key_accounts, key_units, key_amounts, key_freed) AS sums (account, unit, amount, freed)
    WHERE balance.cell_id = cell AND balance.account_id = sums.account AND balance.unit = sums.unit
        AND (sums.amount <> 0 OR sums.freed <> 0);

    -- Accounts that grow long and are read by people keep their own narrow lines.
    SELECT array_agg(account_id) INTO lined FROM ledger_account WHERE account_id = ANY(key_accounts) AND has_lines;
    IF lined IS NOT NULL THEN
        INSERT INTO ledger_line (account_id, unit, entry_id, cell_id, amount)
        SELECT legs.account, legs.unit, ids[legs.position], cell, sum(legs.amount)
        FROM unnest(leg_positions, leg_accounts, leg_units, leg_amounts) AS legs (position, account, unit, amount)
        WHERE legs.account = ANY(lined)
        GROUP BY legs.account, legs.unit, legs.position;
    END IF;
    RETURN answer;
END
$function$;
