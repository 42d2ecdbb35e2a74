-- Record many entries that take something from one account and bring it to another, each named by its own number: the
-- short way for what a batch of orders promises. `ids` are fresh; amounts are above zero; `happened` may hold nulls or
-- nothing (then the time of recording).
--
-- The tables' own checks guard it: a unique violation when an id is taken, a check violation when a sum is not sound or
-- an account would fall below what is held. Raises DU001 when an account is unknown or closed.
CREATE OR REPLACE FUNCTION ledger_record_pairs(
    cell int, ids bigint[], the_kind smallint, source bigint, target bigint, the_units smallint[], the_amounts bigint[],
    happened timestamptz[]
) RETURNS void
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    open_from timestamptz := ledger_open_from(cell);
    key_accounts bigint[]; key_units smallint[]; key_amounts bigint[];
BEGIN
    IF open_from IS NULL OR ledger_recorded_at(ids[1]) < open_from THEN
        RAISE EXCEPTION 'ids lie in a closed day: ask ledger_open_from before making them';
    END IF;

    INSERT INTO ledger_entry (cell_id, entry_id, kind, source, target, unit, amount, happened_at)
    SELECT cell, new.id, the_kind, source, target, new.unit, new.amount,
        coalesce(new.happened_at, ledger_recorded_at(new.id))
    FROM unnest(ids, the_units, the_amounts, happened) AS new (id, unit, amount, happened_at);

    SELECT array_agg(sums.account), array_agg(sums.unit), array_agg(sums.amount)
    INTO key_accounts, key_units, key_amounts
    FROM (
        SELECT side.account, moved.unit, side.sign * moved.amount AS amount
        FROM (
            SELECT new.unit, sum(new.amount)::bigint AS amount FROM unnest(the_units, the_amounts) AS new (unit, amount)
            GROUP BY new.unit
        ) AS moved, (VALUES (source, -1), (target, 1)) AS side (account, sign)
        ORDER BY side.account, moved.unit
    ) AS sums;
    IF ledger_touch_balances(cell, key_accounts, key_units) < cardinality(key_accounts) THEN
        RAISE EXCEPTION USING ERRCODE = 'DU001', MESSAGE = 'account closed',
            DETAIL = jsonb_build_array(jsonb_build_object('position', 1, 'code', 'account_closed'));
    END IF;
    UPDATE ledger_balance AS balance SET amount = balance.amount + sums.amount
    FROM unnest(key_accounts, key_units, key_amounts) AS sums (account, unit, amount)
    WHERE balance.cell_id = cell AND balance.account_id = sums.account AND balance.unit = sums.unit;
END
$function$;
