"""Value added tax inside prices, line by line; what no rule covers is said to be unstated. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dure.kernel.money import Money

BP = 10_000


@dataclass(frozen=True, kw_only=True)
class TaxTerms:
    """How one thing is taxed: `rate_bp` of the price before tax, nothing where it is exempt; who says so."""

    rate_bp: int
    source: str

    @property
    def is_exempt(self) -> bool:
        """Whether no tax is in the price."""
        return self.rate_bp == 0


@dataclass(frozen=True, kw_only=True)
class TaxedLine:
    """What a line costs and how it is taxed; None where no rule says it."""

    amount: Money
    terms: TaxTerms | None


@dataclass(frozen=True, kw_only=True)
class TaxSums:
    """What a receipt says of taxes; exempt + net + tax + unstated is the whole."""

    exempt: Money
    net: Money
    tax: Money
    unstated: Money

    @property
    def total(self) -> Money:
        """The whole."""
        return self.exempt + self.net + self.tax + self.unstated


def tax_inside(amount: Money, rate_bp: int) -> Money:
    """Return the tax that is inside a price, rounded to the minor unit; the rest is the price before tax."""
    if rate_bp == 0:
        return Money.zero(amount.currency)
    tax, _net = amount.allocate([rate_bp, BP])
    return tax


def sums_of(lines: Sequence[TaxedLine], *, delivery: Money) -> TaxSums:
    """Add lines up; delivery follows the goods it brings, in proportion to what they cost."""
    parts = [*lines, *_delivered(lines, delivery)]
    zero = Money.zero(delivery.currency)
    tax = sum((tax_inside(line.amount, line.terms.rate_bp) for line in parts if line.terms), start=zero)
    taxed = _sum((line for line in parts if line.terms and not line.terms.is_exempt), zero)
    return TaxSums(
        exempt=_sum((line for line in parts if line.terms and line.terms.is_exempt), zero),
        net=taxed - tax,
        tax=tax,
        unstated=_sum((line for line in parts if line.terms is None), zero),
    )


def _delivered(lines: Sequence[TaxedLine], delivery: Money) -> list[TaxedLine]:
    """Return the delivery shared out over the goods, each share taxed like what it brings."""
    weights = [line.amount.minor for line in lines]
    if not sum(weights):
        return [TaxedLine(amount=delivery, terms=None)]
    shares = delivery.allocate(weights)
    return [TaxedLine(amount=share, terms=line.terms) for share, line in zip(shares, lines, strict=True)]


def _sum(lines: Iterable[TaxedLine], zero: Money) -> Money:
    return sum((line.amount for line in lines), start=zero)
