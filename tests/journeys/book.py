"""What the house's own rows say about an order, so that a page's word is held against the book."""

from uuid import UUID

from tests.browser.house import House

LEGS = """
    SELECT a.code, sum(leg.amount)::bigint
    FROM ledger_entry e, unnest(e.accounts, e.amounts) AS leg(account_id, amount), ledger_account a
    WHERE e.reference = ANY(%s) AND a.account_id = leg.account_id AND a.cell_id = e.cell_id
    GROUP BY a.code
"""


def moved(house: House, *references: str) -> dict[str, int]:
    """Return what some entries of the book moved, by account, in minor units."""
    return {str(code): int(str(amount)) for code, amount in house.rows(LEGS, list(references)) if amount}


def part_of(house: House, order_id: int) -> UUID:
    """Return the one part of an order."""
    ((part,),) = house.rows("SELECT id FROM market_fulfilment WHERE order_id = %s", order_id)
    return UUID(str(part))


def payments_of(house: House, order_id: int) -> list[str]:
    """Return how the payments of an order stand."""
    return [str(status) for (status,) in house.rows("SELECT status FROM market_payment WHERE order_id = %s", order_id)]
