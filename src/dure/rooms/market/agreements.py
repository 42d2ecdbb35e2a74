"""What a buyer agrees to when pressing the button at the checkout, and what came of it. Pure."""

from dataclasses import dataclass
from uuid import UUID

from dure.rooms.market.drafts import Receiving


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An order as the page showed it: `total` (minor units) stood on the button that was pressed.

    `seen` says what the page showed of each line; whoever sends none agrees only to what is as it was in the basket.
    """

    client_key: UUID
    currency: str
    total: int
    seen: tuple[str, ...] = ()
    receiving: Receiving
    with_pledges: bool = True
    gift: int = 0
    gift_fund_id: UUID | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Placing:
    """What came of it: an order, or a basket that was mended because something had changed."""

    order_id: int | None = None
    was_known: bool = False
    """Whether an earlier press of the same button placed it."""
    mended: tuple[str, ...] = ()
    """The names of the things that changed; empty when only the sum did."""

    @property
    def is_placed(self) -> bool:
        """Whether the order stands."""
        return self.order_id is not None
