-- Whether the legs of an entry can stand in the book: three plain arrays of equal length (2 to 64), nothing null,
-- no zero amount, and a sum of zero in every unit. The table's CHECK calls it for every row, however it is written.
CREATE FUNCTION ledger_legs_balance(accounts bigint[], units smallint[], amounts bigint[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
DECLARE
    leg_count int := cardinality(amounts);
    total bigint := 0;
    first_unit smallint;
BEGIN
    IF leg_count IS NULL OR leg_count < 2 OR leg_count > 64
        OR cardinality(accounts) <> leg_count OR cardinality(units) <> leg_count
        OR array_ndims(accounts) <> 1 OR array_ndims(units) <> 1 OR array_ndims(amounts) <> 1
        OR array_lower(accounts, 1) <> 1 OR array_lower(units, 1) <> 1 OR array_lower(amounts, 1) <> 1
        OR array_position(accounts, NULL) IS NOT NULL OR array_position(units, NULL) IS NOT NULL
        OR array_position(amounts, NULL) IS NOT NULL OR 0 = ANY (amounts)
    THEN
        RETURN false;
    END IF;
    FOR position IN 1..leg_count LOOP
        first_unit := units[position];
        IF array_position(units, first_unit) = position THEN
            total := 0;
            FOR other IN position..leg_count LOOP
                IF units[other] = first_unit THEN
                    total := total + amounts[other];
                END IF;
            END LOOP;
            IF total <> 0 THEN
                RETURN false;
            END IF;
        END IF;
    END LOOP;
    RETURN true;
END
$function$;
