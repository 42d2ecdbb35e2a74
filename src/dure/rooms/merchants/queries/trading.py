"""What holds when somebody buys from merchants, in one statement however many they are."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from dure.kernel.questions import ask
from dure.rooms.merchants.models import Status
from dure.rooms.merchants.plans import house_rate
from dure.rooms.merchants.queries.seller_rows import TradingRow, trading_among


@dataclass(frozen=True, slots=True, kw_only=True)
class Trading:
    """Whether a merchant may sell, what he asks for delivery (minor units), and what he pays us, by channel."""

    is_approved: bool
    delivery_fee: int
    free_delivery_from: int | None
    commissions: Mapping[str, int] = field(default_factory=dict)
    """Basis points; the house's plan where nothing was agreed."""

    def delivery_for(self, goods: int) -> int:
        """Return what delivery costs for goods of this worth, in minor units."""
        is_free = self.free_delivery_from is not None and goods >= self.free_delivery_from
        return 0 if is_free else self.delivery_fee


def trading(*, organisation_ids: Collection[UUID], on: date) -> dict[UUID, Trading]:
    """Return what holds on a day for some merchants; organisations that do not sell are left out."""
    question = trading_among(organisations="SELECT unnest(%(organisation_ids)s::uuid[])")
    return trading_of(ask(question, organisation_ids=list(organisation_ids), today=on).of(question))


def trading_of(rows: Iterable[TradingRow]) -> dict[UUID, Trading]:
    """Return what was told of merchants, by organisation."""
    found: dict[UUID, Trading] = {}
    commissions: dict[UUID, dict[str, int]] = {}
    for row in rows:
        rates = commissions.setdefault(row.organisation_id, {})
        rates[row.channel] = house_rate(row.channel, row.market_bp) if row.agreed_bp is None else row.agreed_bp
        found[row.organisation_id] = Trading(
            is_approved=row.status == Status.APPROVED, delivery_fee=row.delivery_fee,
            free_delivery_from=row.free_delivery_from, commissions=rates,
        )  # fmt: skip
    return found
