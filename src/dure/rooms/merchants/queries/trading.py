"""What holds when somebody buys from merchants, in one statement however many they are."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from dure.rooms.merchants.models import Status
from dure.rooms.merchants.plans import HOUSE_PLAN, house_rate

TRADING: Final = """
SELECT merchant.organisation_id, merchant.status, merchant.delivery_fee, merchant.free_delivery_from, channel.code,
    (SELECT rate.commission_bp
     FROM merchants_agreement AS agreement JOIN merchants_agreementrate AS rate ON rate.agreement_id = agreement.id
     WHERE agreement.merchant_id = merchant.organisation_id AND rate.channel = channel.code
         AND agreement.starts_on <= %(day)s AND coalesce(agreement.ends_on >= %(day)s, true)
     ORDER BY agreement.starts_on DESC LIMIT 1),
    (SELECT market.market_bp FROM merchants_marketrate AS market
     WHERE market.country = merchant.country AND market.channel = channel.code AND market.published_on <= %(day)s
     ORDER BY market.published_on DESC LIMIT 1)
FROM merchants_merchant AS merchant CROSS JOIN unnest(%(channels)s::text[]) AS channel (code)
WHERE merchant.organisation_id = ANY (%(merchants)s)
"""


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
    found: dict[UUID, Trading] = {}
    commissions: dict[UUID, dict[str, int]] = {each: {} for each in organisation_ids}
    with connection.cursor() as cursor:
        cursor.execute(TRADING, {"merchants": list(organisation_ids), "channels": list(HOUSE_PLAN), "day": on})
        for merchant_id, status, fee, free_from, channel, agreed_bp, market_bp in cursor:
            commissions[merchant_id][channel] = house_rate(channel, market_bp) if agreed_bp is None else agreed_bp
            found[merchant_id] = Trading(
                is_approved=status == Status.APPROVED, delivery_fee=fee, free_delivery_from=free_from,
                commissions=commissions[merchant_id],
            )  # fmt: skip
    return found
