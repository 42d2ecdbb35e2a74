-- Change the held part of balances (positive: hold, negative: free), locking in the order of the key. One row per
-- (account, unit). Returns how much is missing for it, 0 when done, -1 when an account is unknown or closed.
CREATE FUNCTION ledger_change_held(cell int, the_accounts bigint[], the_units smallint[], the_amounts bigint[])
RETURNS bigint
LANGUAGE plpgsql VOLATILE SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
AS $function$
DECLARE
    missing bigint;
BEGIN
    IF ledger_touch_balances(cell, the_accounts, the_units) < cardinality(the_accounts) THEN
        RETURN -1;
    END IF;
    SELECT max(balance.held + wanted.amount - balance.amount) INTO missing
    FROM unnest(the_accounts, the_units, the_amounts) AS wanted (account, unit, amount)
    JOIN ledger_balance AS balance ON balance.cell_id = cell AND balance.account_id = wanted.account
        AND balance.unit = wanted.unit AND NOT balance.may_go_negative
    WHERE wanted.amount > 0;
    IF missing > 0 THEN
        RETURN missing;
    END IF;
    UPDATE ledger_balance AS balance SET held = balance.held + wanted.amount
    FROM unnest(the_accounts, the_units, the_amounts) AS wanted (account, unit, amount)
    WHERE balance.cell_id = cell AND balance.account_id = wanted.account AND balance.unit = wanted.unit;
    RETURN 0;
END
$function$;
