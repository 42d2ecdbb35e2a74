"""What a pledge would have cost: reads the seller's own sales from the book."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.giving.pledging import BP_MAX, FIXED_MIN
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.queries.statements import Period, came_by_kind

DAYS = 30
FIXED_STEPS = (1, 5, 10)
"""The sums of each piece that the page offers, as multiples of the least."""
PERCENT_STEPS_BP = (50, 100, 300)


@dataclass(frozen=True, kw_only=True)
class Share:
    """One offered pledge, and what it would have come to in the last 30 days."""

    value: str
    fixed: Money | None
    percent_bp: int | None
    cost: Money

    @property
    def percent(self) -> str:
        """The part in percent, as people write it: 0.5, 1, 3."""
        return f"{(self.percent_bp or 0) / 100:g}"


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """A seller's last 30 days, and the offered pledges."""

    sale_count: int
    earned: Money
    shares: list[Share]


def prospect(*, organisation_id: UUID, currency: str) -> Prospect:
    """Return what a seller's sales of the last 30 days brought and what each offered pledge would have come to.

    A sum of each piece is counted once for each sale: the book knows sales, not pieces.
    """
    today = clock.today()
    count, earned = came_by_kind(
        account=chart.earnings(organisation_id),
        unit=currency,
        period=Period(today - timedelta(days=DAYS), today),
        kind=Kind.SALE,
    )
    fixed = [Money(FIXED_MIN[currency] * step, currency) for step in FIXED_STEPS]
    shares = [
        Share(
            value=f"fixed:{each.minor}:{currency}",
            fixed=each,
            percent_bp=None,
            cost=Money(each.minor * count, currency),
        )
        for each in fixed
    ]
    shares += [
        Share(value=f"percent:{bp}", fixed=None, percent_bp=bp, cost=Money(earned * bp // BP_MAX, currency))
        for bp in PERCENT_STEPS_BP
    ]
    return Prospect(sale_count=count, earned=Money(earned, currency), shares=shares)
