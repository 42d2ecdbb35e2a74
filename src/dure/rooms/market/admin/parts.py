"""Sellers' parts of orders, returns and reported problems."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.market.admin.order_tables import MarketTable, Recent, amount
from dure.rooms.market.models import Dispute, Fulfilment, Return


@admin.register(Fulfilment)
class FulfilmentAdmin(MarketTable):
    """Parts of paid orders, newest first."""

    shown_goods, shown_refunded = amount("goods", _("goods")), amount("refunded", _("refunded"))
    shown_held = amount("held", _("held"))
    list_display = ("paid_at", "order_id", "seller", "status", "shown_goods", "shown_held", "complaint_until")
    exported = (
        *("paid_at", "order_id", "seller_id", "part_no", "status", "currency", "goods", "delivery", "gift", "refunded"),
        *("delivered_at", "complaint_until", "closed_at", "id"),
    )
    list_filter = ("status", "is_replacement", Recent)
    list_select_related = ("seller", "buyer")
    search_fields = ("order_id",)
    ordering = ("-id",)
    fields = (
        *("order_id", "part_no", "seller", "buyer", "status", "shown_goods", "shown_refunded", "shown_held"),
        *("is_replacement", "paid_at", "stock_taken_at", "delivered_at", "complaint_until", "closed_at"),
    )


@admin.register(Return)
class ReturnAdmin(LookOnly):
    """Returns, newest first."""

    list_display = ("asked_at", "fulfilment", "status", "reason", "answered_at")
    list_filter = ("status",)
    list_select_related = ("fulfilment",)
    ordering = ("-asked_at",)
    fields = ("asked_at", "fulfilment", "status", "lines", "reason", "answer", "answered_at", "closed_at")


@admin.register(Dispute)
class DisputeAdmin(LookOnly):
    """Reported problems, newest first; they are decided on their own page."""

    list_display = ("opened_at", "fulfilment", "problem", "wish", "status", "is_decided_at_once", "decided_at")
    list_filter = ("status", "problem", "is_decided_at_once")
    list_select_related = ("fulfilment",)
    ordering = ("-opened_at",)
    fields = (
        *("opened_at", "fulfilment", "problem", "wish", "status", "lines", "text", "is_decided_at_once"),
        *("decided_as", "decision", "decided_at"),
    )
