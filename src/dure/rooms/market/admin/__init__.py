"""The back office's lists of the market."""

from dure.rooms.market.admin import coupons, live_offers, orders, parts, payments, promoting, till

__all__ = ["coupons", "live_offers", "orders", "parts", "payments", "promoting", "till"]
