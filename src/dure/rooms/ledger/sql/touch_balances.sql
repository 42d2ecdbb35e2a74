-- Make the balances (account, unit) that do not exist yet, then lock all of them. Both steps go in the order of the key,
-- and nothing is locked before everything is made: that is why two callers never wait for each other in a circle.
-- Returns how many were locked; fewer than asked means that an account is unknown or closed.
CREATE FUNCTION ledger_touch_balances(cell int, the_accounts bigint[], the_units smallint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
AS $function$
DECLARE
    locked bigint;
BEGIN
    INSERT INTO ledger_balance (cell_id, account_id, unit, may_go_negative)
    SELECT cell, account.account_id, wanted.unit, account.may_go_negative
    FROM unnest(the_accounts, the_units) AS wanted (account_id, unit)
    JOIN ledger_account AS account ON account.account_id = wanted.account_id AND account.closed_at IS NULL
    WHERE NOT EXISTS (
        SELECT FROM ledger_balance AS known
        WHERE known.cell_id = cell AND known.account_id = wanted.account_id AND known.unit = wanted.unit
    )
    ORDER BY account.account_id, wanted.unit
    FOR SHARE OF account
    ON CONFLICT DO NOTHING;

    SELECT count(*) INTO locked FROM (
        SELECT FROM ledger_balance AS balance
        JOIN unnest(the_accounts, the_units) AS wanted (account_id, unit)
            ON balance.account_id = wanted.account_id AND balance.unit = wanted.unit
        WHERE balance.cell_id = cell
        ORDER BY balance.account_id, balance.unit
        FOR NO KEY UPDATE OF balance
    ) AS held_fast;
    RETURN locked;
END
$function$;
