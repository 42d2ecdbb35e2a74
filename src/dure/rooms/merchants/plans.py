"""Commission: the plan of the house, and the promise measured against what selling costs elsewhere. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

HOUSE_PLAN: Final[Mapping[str, int]] = MappingProxyType({"shop": 500, "live": 700, "hub": 300, "street": 0})
"""What the house takes on each channel where nothing else was agreed, in basis points."""

PROMISE_MIN_BP, PROMISE_MAX_BP = 300, 500
"""We promise to stay three to five points under the market."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What a merchant pays on a channel. `market_bp` is None where nobody has noted what it costs elsewhere."""

    channel: str
    commission_bp: int
    market_bp: int | None = None
    source: str = ""

    @property
    def promised_points(self) -> Decimal | None:
        """How many points the rate lies under the market; None where the market's rate is unknown."""
        return None if self.market_bp is None else Decimal(self.market_bp - self.commission_bp) / 100

    @property
    def percent(self) -> Decimal:
        """The rate in percent."""
        return percent_of(self.commission_bp)

    @property
    def market_percent(self) -> Decimal | None:
        """The rate elsewhere in percent."""
        return None if self.market_bp is None else percent_of(self.market_bp)

    @property
    def is_free(self) -> bool:
        """Whether the merchant keeps everything."""
        return self.commission_bp == 0

    @property
    def keeps_promise(self) -> bool:
        """Whether the rate is as far under the market as promised; so it is where the merchant pays nothing."""
        return self.is_free or self.market_bp is None or self.commission_bp <= self.market_bp - PROMISE_MIN_BP


def percent_of(basis_points: int) -> Decimal:
    """Return basis points as percent, without zeros at the end: 450 is 4.5, 300 is 3."""
    percent = Decimal(basis_points) / 100
    return percent.quantize(Decimal(1)) if percent == percent.to_integral_value() else percent.normalize()


def house_rate(channel: str, market_bp: int | None) -> int:
    """Return the house's own rate, lowered where it would not be three points under the market."""
    planned = HOUSE_PLAN[channel]
    return planned if market_bp is None else min(planned, max(0, market_bp - PROMISE_MIN_BP))


def commission_of(amount: int, commission_bp: int) -> int:
    """Return the commission on an amount in minor units, rounded half up to the smallest coin."""
    return (amount * commission_bp + 5_000) // 10_000
