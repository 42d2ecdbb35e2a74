"""Who may come through which door of the ledger room, lines alphabetical."""

from dure.kernel.access import EVERYONE, SIGNED_IN, STAFF, Table

DOORS: Table = {
    "api:my_balances": SIGNED_IN,
    "api:my_statement": SIGNED_IN,
    "api:public_book": EVERYONE,
    "api:sealed_day": EVERYONE,
    "api:sealed_days": EVERYONE,
    "ledger:account": STAFF,
    "ledger:accounts": STAFF,
    "ledger:book": EVERYONE,
    "ledger:day": EVERYONE,
    "ledger:day_file": EVERYONE,
    "ledger:days": EVERYONE,
    "ledger:entry": SIGNED_IN,
    "ledger:export": SIGNED_IN,
    "ledger:export_file": SIGNED_IN,
    "ledger:export_progress": SIGNED_IN,
    "ledger:my_statement": SIGNED_IN,
    "ledger:statement_file": SIGNED_IN,
    "ledger:trial_balance": STAFF,
}
