"""The back office's lists of the market."""

from dure.rooms.market.admin import orders, parts, payments, till

__all__ = ["orders", "parts", "payments", "till"]
