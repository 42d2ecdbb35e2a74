-- Which of these merchants sell nothing at present: who is not approved (any more), and who is no merchant at all.
CREATE OR REPLACE FUNCTION merchants_closed(the_merchants uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE AS $function$
    SELECT array_agg(DISTINCT asked.id) FROM unnest(the_merchants) AS asked (id)
    WHERE NOT EXISTS (
        SELECT FROM merchants_merchant AS merchant
        WHERE merchant.organisation_id = asked.id AND merchant.status = 'approved'
    )
$function$;
