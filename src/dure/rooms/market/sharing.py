"""How the money of one seller's part of an order is shared out, to the last won. Pure.

Commission and pledge are taken of what was kept of each line; the seller has the rest, so nothing is ever left over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from dure.kernel.money import Money

PPM_OF_A_BASIS_POINT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShare:
    """One line of goods as far as money goes, in minor units: what was kept of its price, and what was promised."""

    price: int
    kept: int
    commission_bp: int
    pledge: int
    fund_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Who gets what, in minor units; the parts add up to what was held."""

    seller: int
    commission: int
    delivery: int
    funds: dict[UUID, int]
    between: dict[UUID, int] = field(default_factory=dict)
    """What of the seller's price goes to organisations between him and the buyer: coordinator and hub of a cycle."""

    @property
    def total(self) -> int:
        """Everything shared out."""
        return self.seller + self.commission + self.delivery + sum(self.funds.values()) + sum(self.between.values())

    def with_fees(self, fees: Mapping[UUID, int]) -> "Shares":
        """Return the same with fees taken out of the seller's share, as far as that reaches."""
        left, between = self.seller, {}
        for whose, fee in sorted(fees.items()):
            between[whose] = min(fee, max(left, 0))
            left -= between[whose]
        return replace(self, seller=left, between=between)

    def with_order_fees(self, fees: Mapping[UUID, int], *, seller_id: UUID) -> "Shares":
        """Return the same with fees for the order, which stand in the delivery line, given to whom they belong."""
        between, own = dict(self.between), 0
        for whose, fee in sorted(fees.items()):
            if whose == seller_id:
                own += fee
            else:
                between[whose] = between.get(whose, 0) + fee
        delivery = self.delivery - sum(fees.values())
        return replace(self, seller=self.seller + own, delivery=delivery, between=between)


def shares(
    *, lines: Iterable[LineShare], delivery: int, currency: str, gift: int = 0, gift_fund_id: UUID | None = None
) -> Shares:
    """Share out what was kept of some lines, a delivery and the buyer's own gift."""
    seller = commission = 0
    funds: dict[UUID, int] = {}
    if gift and gift_fund_id is not None:
        funds[gift_fund_id] = gift
    for line in lines:
        fee, given = commission_of(line, currency), pledge_of(line, currency)
        commission += fee
        seller += sellers_part(line, currency)
        if line.fund_id is not None and given:
            funds[line.fund_id] = funds.get(line.fund_id, 0) + given
    return Shares(seller=seller, commission=commission, delivery=delivery, funds=funds)


def sellers_part(line: LineShare, currency: str) -> int:
    """Return what is the seller's of what was kept of a line: less commission and pledge."""
    return line.kept - commission_of(line, currency) - pledge_of(line, currency)


def commission_of(line: LineShare, currency: str) -> int:
    """Return the house's part of what was kept, rounded to the minor unit."""
    return commission(lines=[(line.kept, line.commission_bp)], currency=currency)


def commission(*, lines: Iterable[tuple[int, int]], currency: str) -> int:
    """Return the house's part of what was kept of some lines, each (minor units, basis points) rounded by itself."""
    return sum(
        Money(kept, currency).share(parts_per_million=basis_points * PPM_OF_A_BASIS_POINT).minor
        for kept, basis_points in lines
    )


def pledge_of(line: LineShare, currency: str) -> int:
    """Return what the seller gives of what was kept: the promise in proportion, never more than the seller has."""
    if not line.pledge or not line.kept:
        return 0
    promised, _rest = Money(line.pledge, currency).allocate([line.kept, line.price - line.kept])
    return min(promised.minor, line.kept - commission_of(line, currency))


def spread(*, amount: int, over: Sequence[int], currency: str) -> list[int]:
    """Share an amount out over what can still be given back of each line, in proportion; never more than that."""
    room = sum(over)
    if not 0 <= amount <= room:
        raise ValueError(f"{amount} cannot be spread over {room}")
    return [part.minor for part in Money(amount, currency).allocate(over)] if amount else [0] * len(over)
