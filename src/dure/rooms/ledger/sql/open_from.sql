-- The first moment a cell still accepts entries for; NULL when there is no such cell. Every writer of ledger_entry asks
-- this first: the shared lock it takes until its transaction ends is what lets `ledger_close_until` wait for entries
-- that are under way, so that no entry can slip into a day after it was sealed.
CREATE FUNCTION ledger_open_from(cell int) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1818584164, cell);
    RETURN (SELECT open_from FROM ledger_cell WHERE cell_id = cell);
END
$function$;

-- Close a cell until a moment: entries under way are waited for, later ones are recorded after it.
CREATE FUNCTION ledger_close_until(cell int, until timestamptz) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
    PERFORM pg_advisory_xact_lock(1818584164, cell);
    UPDATE ledger_cell SET open_from = greatest(open_from, until) WHERE cell_id = cell;
    RETURN (SELECT open_from FROM ledger_cell WHERE cell_id = cell);
END
$function$;

-- The moment an id was made.
CREATE FUNCTION ledger_recorded_at(id bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_timestamp(1704067200 + (id >> 22) / 1000.0);
