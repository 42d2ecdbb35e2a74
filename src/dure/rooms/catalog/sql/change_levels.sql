-- Change many levels at once: each count is taken so many times into on_hand, reserved and sold (1, 0 or -1 times).
-- A level named twice changes by the sum. Raises DU001 for a level that does not exist or a count that is not above
-- zero, and a check violation when a level would promise more than lies there.
CREATE OR REPLACE FUNCTION catalog_change_levels(
    the_cell int, the_levels bigint[], the_counts int[], on_hand_times int, reserved_times int, sold_times int
) RETURNS void
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    asked bigint[];
    sums int[];
    locked_count bigint;
BEGIN
    IF cardinality(the_levels) <> cardinality(the_counts) OR 0 >= ANY (the_counts) THEN
        RAISE EXCEPTION USING ERRCODE = 'DU001', MESSAGE = 'count wrong',
            DETAIL = jsonb_build_array(jsonb_build_object('position', 1, 'code', 'count_wrong'));
    END IF;
    SELECT array_agg(summed.level_id), array_agg(summed.count) INTO asked, sums FROM (
        SELECT wanted.level_id, sum(wanted.count)::int AS count FROM unnest(the_levels, the_counts) AS wanted (level_id, count)
        GROUP BY wanted.level_id ORDER BY wanted.level_id
    ) AS summed;
    SELECT count(*) INTO locked_count FROM (
        SELECT 1 FROM catalog_level AS level WHERE level.cell_id = the_cell AND level.level_id = ANY (asked)
        ORDER BY level.level_id FOR NO KEY UPDATE
    ) AS locked;
    IF locked_count < coalesce(cardinality(asked), 0) THEN
        RAISE EXCEPTION USING ERRCODE = 'DU001', MESSAGE = 'level unknown',
            DETAIL = jsonb_build_array(jsonb_build_object('position', 1, 'code', 'level_unknown'));
    END IF;
    UPDATE catalog_level AS level
    SET on_hand = level.on_hand + on_hand_times * summed.count, reserved = level.reserved + reserved_times * summed.count,
        sold = level.sold + sold_times * summed.count
    FROM unnest(asked, sums) AS summed (level_id, count)
    WHERE level.cell_id = the_cell AND level.level_id = summed.level_id;
END
$function$;

-- Promise goods to somebody: they stay where they are and nobody else can have them.
CREATE OR REPLACE FUNCTION catalog_reserve(the_cell int, the_levels bigint[], the_counts int[]) RETURNS void
LANGUAGE sql VOLATILE AS $function$ SELECT catalog_change_levels(the_cell, the_levels, the_counts, 0, 1, 0) $function$;

-- Take a promise back: anybody can have them again.
CREATE OR REPLACE FUNCTION catalog_release(the_cell int, the_levels bigint[], the_counts int[]) RETURNS void
LANGUAGE sql VOLATILE AS $function$ SELECT catalog_change_levels(the_cell, the_levels, the_counts, 0, -1, 0) $function$;

-- Note the movements of what a call changed: one row for each level, with what lies there now.
CREATE OR REPLACE FUNCTION catalog_note_moves(
    the_cell int, the_levels bigint[], the_counts int[], the_kind text, times int, the_reference text
) RETURNS void
LANGUAGE sql VOLATILE AS $function$
    INSERT INTO catalog_stockmove (cell_id, level_id, kind, change, on_hand_after, reference)
    SELECT the_cell, summed.level_id, the_kind, times * summed.count, level.on_hand, the_reference
    FROM (
        SELECT wanted.level_id, sum(wanted.count)::int AS count FROM unnest(the_levels, the_counts) AS wanted (level_id, count)
        GROUP BY wanted.level_id
    ) AS summed
    JOIN catalog_level AS level ON level.cell_id = the_cell AND level.level_id = summed.level_id
    ORDER BY summed.level_id
$function$;

-- Hand promised goods over: they are gone from the shelf and count as sold.
CREATE OR REPLACE FUNCTION catalog_take(
    the_cell int, the_levels bigint[], the_counts int[], the_reference text DEFAULT ''
) RETURNS void
LANGUAGE sql VOLATILE AS $function$
    SELECT catalog_change_levels(the_cell, the_levels, the_counts, -1, -1, 1);
    SELECT catalog_note_moves(the_cell, the_levels, the_counts, 'sold', -1, the_reference);
$function$;

-- Put returned goods that are fit for sale back on the shelf.
CREATE OR REPLACE FUNCTION catalog_put_back(
    the_cell int, the_levels bigint[], the_counts int[], the_reference text DEFAULT ''
) RETURNS void
LANGUAGE sql VOLATILE AS $function$
    SELECT catalog_change_levels(the_cell, the_levels, the_counts, 1, 0, -1);
    SELECT catalog_note_moves(the_cell, the_levels, the_counts, 'put_back', 1, the_reference);
$function$;
