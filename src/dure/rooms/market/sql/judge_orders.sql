-- Judge a batch of orders one after the other, for `market_place_orders` (which explains the columns and the answers):
-- the first who asked is the first who gets; what a refused order would have taken is there for the next. Notes what
-- buyers took of limited offers. The levels are the caller's.
CREATE FUNCTION market_judge_orders(
    the_cell int, ids bigint[], buyers uuid[], keys uuid[], hashes bigint[], barred boolean[], currencies text[],
    order_currencies int[], known_ids bigint[], known_hashes bigint[],
    line_orders int[], line_offers int[], line_counts int[], line_prices bigint[],
    offers bigint[], stocks int[], frees int[], prices bigint[], offer_currencies text[], limits int[],
    are_open boolean[],
    OUT answers smallint[], OUT numbers bigint[], OUT line_answers smallint[], OUT line_lefts int[],
    OUT line_nows bigint[]
)
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $function$
DECLARE
    -- Of each order the first in the batch with its key, and of each first the one that was placed.
    firsts int[] := ARRAY(
        SELECT min(asked.position) OVER (PARTITION BY asked.buyer, asked.key)
        FROM unnest(buyers, keys) WITH ORDINALITY AS asked (buyer, key, position)
        ORDER BY asked.position
    );
    placed int[] := array_fill(NULL::int, ARRAY[cardinality(ids)]);
    -- Of each line of a limited offer the place of its buyer's allowance, and of each allowance how many were taken.
    allowances int[]; takens int[];
    line_count int := cardinality(line_orders);
    line int := 1; first_line int; offer int; stock int; pair int; wanted int; twin int;
    is_fit boolean;
BEGIN
    answers := array_fill(0::smallint, ARRAY[cardinality(ids)]);
    numbers := ids;
    line_answers := array_fill(0::smallint, ARRAY[line_count]);
    line_lefts := array_fill(NULL::int, ARRAY[line_count]);
    line_nows := array_fill(NULL::bigint, ARRAY[line_count]);

    SELECT array_agg(limited.pair ORDER BY limited.position) INTO allowances
    FROM (
        SELECT asked.position, CASE WHEN limits[asked.offer] > 0
            THEN dense_rank() OVER (ORDER BY limits[asked.offer] > 0 DESC NULLS LAST, asked.offer, buyers[asked.place])
            END AS pair
        FROM unnest(line_orders, line_offers) WITH ORDINALITY AS asked (place, offer, position)
    ) AS limited;
    SELECT array_agg(coalesce(had.taken, 0) ORDER BY wants.pair) INTO takens
    FROM (
        SELECT DISTINCT allowances[asked.position] AS pair, offers[asked.offer] AS offer_id, buyers[asked.place] AS buyer_id
        FROM unnest(line_orders, line_offers) WITH ORDINALITY AS asked (place, offer, position)
        WHERE allowances[asked.position] IS NOT NULL
    ) AS wants
    LEFT JOIN market_allowance AS had
        ON had.cell_id = the_cell AND had.offer_id = wants.offer_id AND had.buyer_id = wants.buyer_id;

    FOR n IN 1 .. cardinality(ids) LOOP
        first_line := line;
        twin := placed[firsts[n]];
        IF known_ids[n] IS NOT NULL OR twin IS NOT NULL THEN
            IF coalesce(known_hashes[n], hashes[twin]) = hashes[n] THEN
                answers[n] := 1;
                numbers[n] := coalesce(known_ids[n], ids[twin]);
            ELSE
                answers[n] := 2;
                numbers[n] := NULL;
            END IF;
            WHILE line <= line_count AND line_orders[line] = n LOOP
                line := line + 1;
            END LOOP;
            CONTINUE;
        END IF;
        is_fit := NOT barred[n];
        WHILE line <= line_count AND line_orders[line] = n LOOP
            offer := line_offers[line];
            wanted := line_counts[line];
            stock := stocks[offer];
            pair := allowances[line];
            IF stock IS NULL THEN
                line_answers[line] := 5;
            ELSIF NOT are_open[offer] THEN
                line_answers[line] := 4;
            ELSIF offer_currencies[offer] <> currencies[order_currencies[n]] THEN
                line_answers[line] := 6;
            ELSIF prices[offer] <> line_prices[line] THEN
                line_answers[line] := 2;
                line_nows[line] := prices[offer];
            ELSIF pair IS NOT NULL AND takens[pair] + wanted > limits[offer] THEN
                line_answers[line] := 3;
                line_lefts[line] := greatest(least(limits[offer] - takens[pair], frees[stock]), 0);
            ELSIF frees[stock] < wanted THEN
                line_answers[line] := 1;
                line_lefts[line] := frees[stock];
            ELSE
                frees[stock] := frees[stock] - wanted;
                IF pair IS NOT NULL THEN
                    takens[pair] := takens[pair] + wanted;
                END IF;
            END IF;
            is_fit := is_fit AND line_answers[line] = 0;
            line := line + 1;
        END LOOP;
        IF is_fit THEN
            placed[firsts[n]] := n;
            CONTINUE;
        END IF;
        answers[n] := 3;
        numbers[n] := NULL;
        FOR back IN first_line .. line - 1 LOOP
            CONTINUE WHEN line_answers[back] <> 0;
            stock := stocks[line_offers[back]];
            frees[stock] := frees[stock] + line_counts[back];
            IF allowances[back] IS NOT NULL THEN
                takens[allowances[back]] := takens[allowances[back]] - line_counts[back];
            END IF;
        END LOOP;
    END LOOP;

    IF takens IS NOT NULL THEN
        INSERT INTO market_allowance AS had (cell_id, offer_id, buyer_id, taken)
        SELECT the_cell, offers[asked.offer], buyers[asked.place], sum(asked.count)
        FROM unnest(line_orders, line_offers, line_counts) AS asked (place, offer, count)
        WHERE answers[asked.place] = 0 AND limits[asked.offer] > 0
        GROUP BY offers[asked.offer], buyers[asked.place] ORDER BY 2, 3
        ON CONFLICT (cell_id, offer_id, buyer_id) DO UPDATE SET taken = had.taken + EXCLUDED.taken;
    END IF;
END
$function$;
