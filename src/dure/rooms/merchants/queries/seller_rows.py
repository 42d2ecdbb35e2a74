"""Merchants as buyers see them, and what holds when somebody buys from them, for one statement of many."""

from functools import cache
from typing import Final
from uuid import UUID

import msgspec

from dure.kernel.questions import Question, name_of
from dure.rooms.merchants.plans import HOUSE_PLAN
from dure.rooms.people.queries.regions import region_name_of

SELLERS: Final = f"""
SELECT merchant.organisation_id, {name_of("organisation")} AS name, merchant.status, front.slug, merchant.region_id,
    {region_name_of(table="region")} AS region, merchant.country, merchant.currency, merchant.delivery_fee,
    merchant.free_delivery_from,
    EXISTS (SELECT FROM people_helpfirst AS mark WHERE mark.region_id = merchant.region_id
        AND (mark.since IS NULL OR mark.since <= %(today)s)
        AND (mark.until IS NULL OR %(today)s <= mark.until)) AS is_help_first
FROM merchants_merchant AS merchant
JOIN people_organisation AS organisation ON organisation.id = merchant.organisation_id
LEFT JOIN people_region AS region ON region.id = merchant.region_id
LEFT JOIN merchants_storefront AS front ON front.merchant_id = merchant.organisation_id AND front.is_published
WHERE merchant.organisation_id IN (ORGANISATIONS)
"""  # noqa: S608  our own words
CHANNELS: Final = ", ".join(f"('{channel}')" for channel in HOUSE_PLAN)
TRADING: Final = f"""
SELECT merchant.organisation_id, merchant.status, merchant.delivery_fee, merchant.free_delivery_from,
    channel.code AS channel,
    (SELECT rate.commission_bp
     FROM merchants_agreement AS agreement JOIN merchants_agreementrate AS rate ON rate.agreement_id = agreement.id
     WHERE agreement.merchant_id = merchant.organisation_id AND rate.channel = channel.code
         AND agreement.starts_on <= %(today)s AND coalesce(agreement.ends_on >= %(today)s, true)
     ORDER BY agreement.starts_on DESC LIMIT 1) AS agreed_bp,
    (SELECT market.market_bp FROM merchants_marketrate AS market
     WHERE market.country = merchant.country AND market.channel = channel.code AND market.published_on <= %(today)s
     ORDER BY market.published_on DESC LIMIT 1) AS market_bp
FROM merchants_merchant AS merchant CROSS JOIN (VALUES {CHANNELS}) AS channel (code)
WHERE merchant.organisation_id IN (ORGANISATIONS)
"""  # noqa: S608  our own words


class SellerRow(msgspec.Struct, frozen=True):
    """A merchant as buyers see it; amounts in minor units."""

    organisation_id: UUID
    name: str
    status: str
    slug: str | None
    region_id: UUID | None
    region: str | None
    is_help_first: bool
    country: str
    currency: str
    delivery_fee: int
    free_delivery_from: int | None


class TradingRow(msgspec.Struct, frozen=True):
    """What a merchant asks for delivery (minor units) and pays us on one channel, in basis points."""

    organisation_id: UUID
    status: str
    delivery_fee: int
    free_delivery_from: int | None
    channel: str
    agreed_bp: int | None
    market_bp: int | None


@cache
def sellers_among(*, organisations: str) -> Question[SellerRow]:
    """Return the question for the merchants among the organisations a SELECT names."""
    return Question("sellers", SELLERS.replace("ORGANISATIONS", organisations), SellerRow)


@cache
def trading_among(*, organisations: str) -> Question[TradingRow]:
    """Return the question for what holds today with the merchants among the organisations a SELECT names."""
    return Question("trading", TRADING.replace("ORGANISATIONS", organisations), TradingRow)
