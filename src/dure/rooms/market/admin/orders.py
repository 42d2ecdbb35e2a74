"""Orders, their lines, what was done to them, and the looks through all of them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.market.admin.order_tables import MarketTable, Recent, amount, name_buyers, name_sellers
from dure.rooms.market.models import ListedLine, ListedOrder, OrderAct, Proof
from dure.rooms.market.proof_words import rule_of


@admin.register(ListedOrder)
class OrderAdmin(MarketTable):
    """Orders, newest first."""

    shown_total = amount("total", _("total"))
    shown_goods, shown_delivery, shown_gift = (
        amount("goods", _("goods")),
        amount("delivery", _("delivery")),
        amount("gift", _("gift")),
    )
    list_display = ("placed_at", "order_id", "buyer", "status", "shown_total", "pay_by")
    exported = (
        *("placed_at", "order_id", "buyer_id", "status", "currency", "goods", "delivery", "gift", "total", "pay_by"),
        "key",
    )
    list_filter = ("status", "currency", Recent)
    search_fields = ("order_id",)
    ordering = ("-order_id",)
    fields = (
        *("order_id", "placed_at", "buyer", "status", "shown_goods", "shown_delivery", "shown_gift", "shown_total"),
        *("pay_by", "note", "key"),
    )

    def complete(self, rows: Sequence[Any]) -> None:
        """Put the buyers' names beside the orders."""
        name_buyers(rows)

    @admin.display(description=_("buyer"))
    def buyer(self, order: ListedOrder) -> str:
        """Say who ordered."""
        return str(order.buyer_name)  # type: ignore[attr-defined]  # completed above


@admin.register(ListedLine)
class LineAdmin(MarketTable):
    """Lines of orders, newest first."""

    shown_price, shown_refunded = amount("unit_price", _("price")), amount("refunded", _("refunded"))
    list_display = ("placed_at", "order_id", "name", "seller", "quantity", "shown_price", "cancelled", "shown_refunded")
    exported = (
        *("placed_at", "order_id", "line_no", "kind", "name", "seller_id", "offer_id", "quantity", "cancelled"),
        *("unit_price", "refunded", "commission_bp", "pledge", "currency", "key"),
    )
    list_filter = ("kind", Recent)
    search_fields = ("order_id",)
    ordering = ("-order_id", "line_no")
    fields = (
        *("order_id", "line_no", "kind", "name", "seller", "offer_id", "quantity", "cancelled", "shown_price"),
        *("shown_refunded", "commission_bp", "pledge", "placed_at", "key"),
    )

    def complete(self, rows: Sequence[Any]) -> None:
        """Put the sellers' names beside the lines."""
        name_sellers(rows)

    @admin.display(description=_("seller"))
    def seller(self, line: ListedLine) -> str:
        """Say who sells it."""
        return str(line.seller_name)  # type: ignore[attr-defined]  # completed above


@admin.register(OrderAct)
class ActAdmin(MarketTable):
    """What was done to orders, newest first."""

    list_display = ("at", "order_id", "act", "side", "why")
    exported = ("at", "order_id", "fulfilment_id", "act", "side", "person_id", "why", "facts")
    list_filter = ("act", "side", Recent)
    search_fields = ("order_id",)
    ordering = ("-id",)
    fields = ("at", "order_id", "fulfilment_id", "act", "side", "person_id", "why", "facts")


@admin.register(Proof)
class ProofAdmin(LookOnly):
    """The looks through all orders, newest first."""

    list_display = ("ran_at", "is_in_order", "is_whole", "problem_count", "order_count", "line_count", "duration_ms")
    list_filter = ("ran_at",)
    ordering = ("-ran_at",)
    fields = (
        "ran_at", "asked_by_id", "is_whole", "is_complete", "is_in_order", "found", "order_count", "line_count",
        "duration_ms",
    )  # fmt: skip

    @admin.display(description=_("in order"), boolean=True)
    def is_in_order(self, proof: Proof) -> bool:
        """Say whether everything fitted."""
        return proof.holds

    @admin.display(description=_("found"))
    def found(self, proof: Proof) -> SafeString | str:
        """List what did not fit."""
        rows = [(rule_of(code=problem["code"]), problem) for problem in proof.problems]
        return format_html_join("", "<div>{} {}</div>", rows) or "–"
