"""What the market announces. Numbers of orders are strings, as everywhere outside the database."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class OrdersPlaced:
    """Orders were placed together, one after the other as listed; everything stands in the same order."""

    subject: ClassVar[str] = "market.orders_placed"
    cell_id: int
    order_ids: tuple[str, ...]
    buyer_ids: tuple[str, ...]
    totals: tuple[int, ...]
    currencies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrdersPaid:
    """Orders were paid, together as their payments were settled; everything stands in the same order."""

    subject: ClassVar[str] = "market.orders_paid"
    cell_id: int
    order_ids: tuple[str, ...]
    buyer_ids: tuple[str, ...]
    totals: tuple[int, ...]
    currencies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrdersExpired:
    """Orders were not paid in time; what they had reserved is free again."""

    subject: ClassVar[str] = "market.orders_expired"
    cell_id: int
    order_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OrderCancelled:
    """An order was cancelled as a whole, paid or not; `refunded` minor units go back to the buyer."""

    subject: ClassVar[str] = "market.order_cancelled"
    cell_id: int
    order_id: str
    refunded: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class RefundMade:
    """Money of an order goes back to the buyer."""

    subject: ClassVar[str] = "market.refund_made"
    cell_id: int
    order_id: str
    refund_id: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class FulfilmentReleased:
    """The money of one seller's part of an order was shared out: seller, commission, pledges, delivery."""

    subject: ClassVar[str] = "market.fulfilment_released"
    cell_id: int
    order_id: str
    fulfilment_id: str
    seller_id: str
    earned: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderCompleted:
    """Every part of an order has come to its end."""

    subject: ClassVar[str] = "market.order_completed"
    cell_id: int
    order_id: str
    buyer_id: str


@dataclass(frozen=True, kw_only=True)
class DisputeOpened:
    """A buyer reported a problem with what arrived, or did not."""

    subject: ClassVar[str] = "market.dispute_opened"
    order_id: str
    dispute_id: str
    seller_id: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class DisputeDecided:
    """A reported problem was decided: refunded, replaced or declined."""

    subject: ClassVar[str] = "market.dispute_decided"
    order_id: str
    dispute_id: str
    seller_id: str
    outcome: str
    amount: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class FlashPriceStarted:
    """In a live show, `count` boxes of an offer (`of_offer_id`) are sold at a lower price by an offer of their own."""

    subject: ClassVar[str] = "market.flash_price_started"
    flash_id: str
    show_id: str
    offer_id: str
    of_offer_id: str
    organisation_id: str
    price: int
    currency: str
    count: int


@dataclass(frozen=True, kw_only=True)
class FlashPriceEnded:
    """A flash price holds no more; what was free of it, `given_back` boxes, is on sale at the ordinary price again."""

    subject: ClassVar[str] = "market.flash_price_ended"
    flash_id: str
    show_id: str
    offer_id: str
    of_offer_id: str
    organisation_id: str
    given_back: int


@dataclass(frozen=True, kw_only=True)
class AdvanceProposed:
    """One of our staff proposes that the house pays a late refund, at most `amount`, in a seller's place."""

    subject: ClassVar[str] = "market.advance_proposed"
    cell_id: int
    proposal_id: str
    late_refund_id: str
    amount: int
    currency: str
    proposed_by: str


@dataclass(frozen=True, kw_only=True)
class AdvanceDecided:
    """Such a proposal came to its end: approved (the buyer has the money), declined or withdrawn."""

    subject: ClassVar[str] = "market.advance_decided"
    cell_id: int
    proposal_id: str
    late_refund_id: str
    outcome: str
    decided_by: str
