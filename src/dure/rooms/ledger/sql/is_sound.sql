-- Whether an entry can stand in the book: it has legs that balance, or one amount that goes from an account to another
-- one, and not both. Short enough to become a part of the table's CHECK: an order's entry calls no function. The one it
-- calls is named with its schema, because a backup is copied in without any search path.
CREATE FUNCTION ledger_is_sound(
    accounts bigint[], units smallint[], amounts bigint[], source bigint, target bigint, unit smallint, amount bigint
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $function$
    SELECT CASE WHEN amount IS NULL THEN
        source IS NULL AND target IS NULL AND unit IS NULL AND public.ledger_legs_balance(accounts, units, amounts)
    ELSE
        (amount > 0 AND source <> target AND unit IS NOT NULL) IS TRUE
        AND accounts IS NULL AND units IS NULL AND amounts IS NULL
    END
$function$;
