"""What a seller fills in before anything exists. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from dure.kernel.money import Money
from dure.kernel.quantity import Quantity

COUNT_MAX: Final = 1_000_000
"""More boxes than any farm fills."""

PRICE_MAX: Final = 10**12
"""In minor units; more than anything we sell costs."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """What a product is called: one name everybody knows, and names for readers of each language where given."""

    name: str = ""
    ko: str = ""
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, kw_only=True)
class ProductDraft:
    """What a product is; without any name it is called as its kind is."""

    kind_code: str
    names: Names = field(default_factory=Names)
    story: str = ""
    storage: str = ""
    allergens: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LotDraft:
    """What was harvested together."""

    label: str = ""
    harvested_on: date | None = None
    village: str = ""
    grade: str = ""
    net_weight_g: int | None = None
    best_before: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all."""
        return self == LotDraft()


@dataclass(frozen=True, kw_only=True)
class Terms:
    """For how much, for how many, and when something can be bought."""

    price: Money
    per_buyer_limit: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SizeDraft:
    """A size of a product, how many of it lie where, and its offer in each channel."""

    size: Quantity
    count: int
    terms: Terms
    package: str = ""
    lot: LotDraft = field(default_factory=LotDraft)
    location_id: UUID | None = None
    channels: tuple[str, ...] = ("shop",)
