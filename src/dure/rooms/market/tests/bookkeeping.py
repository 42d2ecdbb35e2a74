"""Looking at the book and the shelves from outside, for the tests of orders."""

from dure.rooms.catalog import factories as catalog
from dure.rooms.ledger import chart
from dure.rooms.ledger import factories as ledger
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.queries.accounts import codes_of

ENDED = (chart.orders_due(), chart.orders_promised(), chart.held_for_orders())
"""Nothing is left in these when every order has come to its end."""


def has(account, unit="KRW"):
    return accounts.balance(account=account, unit=unit)


def held(unit="KRW"):
    return has(chart.held_for_orders(), unit)


def nothing_is_held(unit="KRW"):
    return [has(account, unit) for account in ENDED] == [0, 0, 0]


def shelf(offer):
    level = catalog.shelf_of(offer)
    return level.on_hand, level.reserved, level.sold


def legs_of(reference):
    """The legs of an entry by the account's code."""
    [entry] = ledger.entries_about(reference=reference)
    codes = codes_of(account_ids=entry.accounts)
    return {codes[account]: amount for account, amount in zip(entry.accounts, entry.amounts, strict=True)}


def about(reference):
    """What an entry says of itself."""
    [entry] = ledger.entries_about(reference=reference)
    return entry.about
