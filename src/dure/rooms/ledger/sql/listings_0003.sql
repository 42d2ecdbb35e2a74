-- The hot tables as the back office lists them: one key instead of two, names instead of numbers. They act with the
-- rights of who asks (security_invoker), so that no listing is a way round what the application may not change.
CREATE VIEW ledger_listed_entry WITH (security_invoker = true) AS
SELECT entry.cell_id || '-' || entry.entry_id AS key, entry.cell_id, entry.entry_id, entry.kind, entry.reference,
    ARRAY(
        SELECT coalesce(account.code, '?') FROM unnest(entry.accounts) WITH ORDINALITY AS leg (account_id, position)
        LEFT JOIN ledger_account AS account USING (account_id) ORDER BY leg.position
    )::varchar[] AS accounts,
    ARRAY(
        SELECT coalesce(unit.code, '?') FROM unnest(entry.units) WITH ORDINALITY AS leg (number, position)
        LEFT JOIN ledger_unit AS unit USING (number) ORDER BY leg.position
    )::varchar[] AS units,
    entry.amounts, ledger_recorded_at(entry.entry_id) AS recorded_at, entry.happened_at, entry.reverses, entry.about
FROM ledger_entry AS entry;

CREATE VIEW ledger_listed_hold WITH (security_invoker = true) AS
SELECT hold.cell_id || '-' || hold.hold_id AS key, hold.cell_id, hold.hold_id, hold.reference, account.code AS account,
    unit.code AS unit, hold.amount, hold.captured, hold.released, hold.status,
    ledger_recorded_at(hold.hold_id) AS made_at, hold.expires_at, hold.ended_at, hold.about
FROM ledger_hold AS hold
LEFT JOIN ledger_account AS account USING (account_id)
LEFT JOIN ledger_unit AS unit ON unit.number = hold.unit;

-- Without the salt: whoever knows it can guess what stands behind a published leaf.
CREATE VIEW ledger_listed_seal WITH (security_invoker = true) AS
SELECT cell_id || '-' || day AS key, cell_id, day, hash, previous, entry_count, account_count, sealed_at
FROM ledger_seal;
