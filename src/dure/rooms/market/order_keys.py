"""Keys that name orders. Pure.

A key tells by its version whether its order has to do with the basket: whoever orders at once, past the basket, keeps
what lies in it, whichever way the order comes and whoever hears of it first.
"""

from typing import Final
from uuid import UUID

from dure.kernel.ids import new_id

PAST_BASKET: Final = 8
"""The version of keys of orders past the basket (RFC 9562: free to whoever makes them)."""

VERSION_AT: Final = 76
"""Where the version stands in a UUID, in bits from the right."""


def key_past_basket() -> UUID:
    """Return a fresh key for an order past the basket."""
    return UUID(int=new_id().int & ~(0xF << VERSION_AT) | PAST_BASKET << VERSION_AT)


def is_past_basket(key: UUID) -> bool:
    """Whether an order under this key leaves the basket as it is."""
    return key.version == PAST_BASKET
