"""The market's JSON operations, a file for each noun; `router` holds them all."""

from ninja import Router

from dure.rooms.market.api import (
    baskets,
    bookings,
    coupons,
    hosts,
    late_refunds,
    live_offers,
    orders,
    parts,
    payments,
    sale_acts,
    sales,
    till,
)

router = Router()
for each in (
    *(baskets, bookings, coupons, hosts, late_refunds, live_offers),
    *(orders, parts, payments, sales, sale_acts, till),
):
    router.add_router("", each.router)
