"""The ways in which somebody can pay an amount, what would work at once first."""

from dataclasses import dataclass
from uuid import UUID

from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import Provider


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to pay; `available` is what lies there where that is known, `missing` what it lacks."""

    provider: Provider
    available: Money | None = None
    missing: Money | None = None

    @property
    def name(self) -> str:
        """The provider's name."""
        return self.provider.name

    @property
    def is_enough(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.missing


def ways_to_pay(*, buyer_id: UUID, price: Money) -> list[Way]:
    """Return the ways this house offers to pay a price; those that lack something come last. One query."""
    return ways_with(price=price, available=accounts.available(account=chart.wallet(buyer_id), unit=price.currency))


def ways_with(*, price: Money, available: int) -> list[Way]:
    """Return the ways to pay a price for somebody with so much (minor units) in the wallet."""
    there = Money(available, price.currency)
    missing = Money(max(price.minor - there.minor, 0), price.currency)
    offered = registry.offered(currency=price.currency)
    ways = [
        Way(provider=each, available=there, missing=missing) if each.is_inside else Way(provider=each)
        for each in offered
    ]
    return sorted(ways, key=lambda way: not way.is_enough)
