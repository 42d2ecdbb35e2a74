"""What the catalog room announces."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class OfferPublished:
    """Something can be bought from now on, or again; `price` in minor units."""

    subject: ClassVar[str] = "catalog.offer_published"
    cell_id: int
    offer_id: str
    product_id: str
    organisation_id: str
    channel: str
    price: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class OfferEnded:
    """Something cannot be bought any more, for now or for good (`is_final`)."""

    subject: ClassVar[str] = "catalog.offer_ended"
    cell_id: int
    offer_id: str
    product_id: str
    organisation_id: str
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class TermsChanged:
    """A seller's people changed the price, the limit or the time of offers."""

    subject: ClassVar[str] = "catalog.terms_changed"
    cell_id: int
    offer_ids: tuple[str, ...]
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class StockChanged:
    """A seller's people changed what lies at levels (goods came in, were counted, moved or written off)."""

    subject: ClassVar[str] = "catalog.stock_changed"
    cell_id: int
    level_ids: tuple[str, ...]
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class CycleCopied:
    """A cycle was planned like an earlier one; its producers and hubs stand in it as they answered before."""

    subject: ClassVar[str] = "catalog.cycle_copied"
    cycle_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class CycleOpened:
    """Goods of an order cycle can be ordered for its hubs; `round_ids` are the `cycle_id` of its offers."""

    subject: ClassVar[str] = "catalog.cycle_opened"
    cycle_id: str
    organisation_id: str
    round_ids: tuple[str, ...]
    offer_count: int


@dataclass(frozen=True, kw_only=True)
class CycleClosed:
    """The orders of a cycle are in; its goods can be packed."""

    subject: ClassVar[str] = "catalog.cycle_closed"
    cycle_id: str
    organisation_id: str
    round_ids: tuple[str, ...]
