"""What baskets, checkouts and orders at hand are made of, as questions for one statement."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from dure.kernel.questions import Question
from dure.rooms.catalog.queries.cycle_fees import order_fees_among
from dure.rooms.catalog.queries.offer_rows import offers_among
from dure.rooms.giving.queries.pledges import pledges_among
from dure.rooms.merchants.queries.seller_rows import sellers_among, trading_among
from dure.rooms.people.queries.regions import region_name_of

SELLERS_AT_HAND: Final = "SELECT offers.organisation_id FROM offers"


class BasketRow(msgspec.Struct, frozen=True):
    """A basket; without a buyer it is a browser's."""

    id: UUID
    buyer_id: UUID | None
    choices: dict[str, Any]
    changed_at: datetime


class WantedRow(msgspec.Struct, frozen=True):
    """So many of an offer, and the price (minor units) the person saw last; None for whoever saw none yet."""

    cell_id: int
    offer_id: int
    quantity: int
    seen_price: int | None


class TakenRow(msgspec.Struct, frozen=True):
    """How many of a limited offer the buyer has ordered."""

    offer_id: int
    taken: int


class AddresseeRow(msgspec.Struct, frozen=True):
    """An entry of an address book; `region_names` in the language of the reader, the province first."""

    id: UUID
    name: str
    phone: str
    hint: str
    country: str
    region_id: UUID | None
    region_code: str
    region_names: tuple[str, ...]
    street: str
    detail: str
    postcode: str


class KnownRow(msgspec.Struct, frozen=True):
    """The order a key placed before; `is_begun` says whether it began to be paid."""

    order_id: int
    status: int
    is_begun: bool


BASKETS: Final = Question(
    "baskets",
    "SELECT basket.id, basket.buyer_id, basket.choices, basket.changed_at FROM market_basket AS basket "
    "WHERE basket.buyer_id = %(buyer_id)s OR (basket.id = %(basket_id)s AND basket.buyer_id IS NULL)",
    BasketRow,
)
"""The basket of `buyer_id`, and the browser's own which `basket_id` names."""

KEPT: Final = Question(
    "wanted",
    "SELECT line.cell_id, line.offer_id, line.quantity, line.seen_price "
    "FROM baskets JOIN market_basketline AS line ON line.basket_id = baskets.id ORDER BY line.added_at, line.id",
    WantedRow,
)
"""What lies in the baskets at hand, as it was put in."""

LOOSE: Final = Question(
    "wanted",
    "SELECT %(cell_id)s::int AS cell_id, asked.* FROM "
    "unnest(%(offer_ids)s::bigint[], %(quantities)s::int[], %(seen_prices)s::bigint[]) "
    "AS asked (offer_id, quantity, seen_price)",
    WantedRow,
)
"""What is wanted without any basket."""

OFFERS: Final = offers_among(wanted="SELECT wanted.cell_id, wanted.offer_id FROM wanted")

TAKEN: Final = Question(
    "taken",
    "SELECT had.offer_id, had.taken FROM wanted JOIN market_allowance AS had "
    "ON had.cell_id = wanted.cell_id AND had.offer_id = wanted.offer_id AND had.buyer_id = %(buyer_id)s",
    TakenRow,
)

SELLERS: Final = sellers_among(organisations=SELLERS_AT_HAND)
TRADING: Final = trading_among(organisations=SELLERS_AT_HAND)
PLEDGES: Final = pledges_among(organisations=SELLERS_AT_HAND)
ORDER_FEES: Final = order_fees_among(rounds="SELECT offers.cycle_id FROM offers")

ADDRESSEES: Final = Question(
    "addressees",
    "SELECT addressee.id, addressee.name, addressee.phone, addressee.hint, address.country, address.region_id, "  # noqa: S608  our own words
    "coalesce(region.code, '') AS region_code, "
    f"coalesce((SELECT json_agg({region_name_of(table='above')} ORDER BY length(above.path)) "
    "FROM people_region AS above "
    "WHERE above.country = region.country AND above.code = ANY (string_to_array(region.path, '/')) "
    "AND above.level <> 'country'), '[]') AS region_names, address.street, address.detail, address.postcode "
    "FROM market_addressee AS addressee JOIN people_address AS address ON address.id = addressee.address_id "
    "LEFT JOIN people_region AS region ON region.id = address.region_id "
    "WHERE addressee.buyer_id = %(buyer_id)s AND addressee.removed_at IS NULL "
    "ORDER BY addressee.used_at DESC, addressee.id DESC LIMIT 20",
    AddresseeRow,
)
"""The address book of `buyer_id`, last used first."""

KNOWN: Final = Question(
    "known",
    "SELECT known.order_id, known.status, EXISTS (SELECT FROM market_payment AS payment "
    "WHERE payment.cell_id = known.cell_id AND payment.order_id = known.order_id) AS is_begun "
    "FROM market_order AS known WHERE known.cell_id = %(cell_id)s "
    "AND known.buyer_id = %(buyer_id)s AND known.client_key = %(client_key)s",
    KnownRow,
)
"""The order which `buyer_id` placed under `client_key`."""
