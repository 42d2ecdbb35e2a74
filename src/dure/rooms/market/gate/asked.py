"""An order on its way through the intake, and who can place it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec

from dure.rooms.market.drafts import OrderRequest, Outcome
from dure.rooms.market.gate.refusals import Busy, Outage
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.quotes import Quote

Answer = Outcome | Busy | Outage


class Asked(msgspec.Struct, frozen=True, gc=False):
    """An order somebody asks for, the terms its page showed, and a place in the row if he has one."""

    request: OrderRequest
    quotes: Mapping[int, Quote]
    ticket: Ticket | None = None
    is_forwarded: bool = False
    """Another gate asks, and will again: who loses the cell lets go of the order, so that it never lives on twice."""


class Lost(Exception):
    """The connection ended while orders were under way: they may have been placed or not."""


class NotNow(Exception):
    """Nobody is there just now who could place orders of this cell."""


Place = Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]
"""Places orders in one go, an answer for each. Raises Lost, NotNow, or what is wrong with one of them."""
