-- The number of an account, which is opened under `spare` when nobody opened it before: for functions of the database
-- that record by themselves. Raises a unique violation when `spare` is another account's.
CREATE OR REPLACE FUNCTION ledger_account_of(the_cell int, the_code text, goes_negative boolean, spare bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
    found bigint := (SELECT account_id FROM ledger_account WHERE code = the_code);
BEGIN
    IF found IS NULL THEN
        INSERT INTO ledger_account (account_id, cell_id, code, may_go_negative) VALUES (spare, the_cell, the_code, goes_negative)
        ON CONFLICT (code) DO NOTHING;
        found := (SELECT account_id FROM ledger_account WHERE code = the_code);
    END IF;
    RETURN found;
END
$function$;
