"""Payments, refunds, and what providers tell."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.market.admin.order_tables import MarketTable, Recent, amount
from dure.rooms.market.models import AdvanceProposal, LateRefund, Payment, ProviderNews, Refund


@admin.register(Payment)
class PaymentAdmin(MarketTable):
    """Payments, newest first."""

    shown_amount, shown_refunded = amount("amount", _("amount")), amount("refunded", _("given back"))
    list_display = (
        "begun_at",
        "purpose",
        "order_id",
        "provider",
        "status",
        "shown_amount",
        "shown_refunded",
        "paid_at",
    )
    exported = (
        *("begun_at", "purpose", "order_id", "provider", "provider_reference", "status", "currency", "amount"),
        *("refunded", "failure", "paid_at", "ended_at", "id"),
    )
    list_filter = ("status", "purpose", "provider", "currency", Recent)
    search_fields = ("order_id",)
    ordering = ("-begun_at",)
    list_select_related = ("payer",)
    fields = (
        *("purpose", "order_id", "payer", "provider", "provider_reference", "source_account", "status"),
        *("shown_amount", "shown_refunded", "failure", "begun_at", "paid_at", "ended_at"),
    )


@admin.register(Refund)
class RefundAdmin(MarketTable):
    """Refunds, newest first."""

    shown_amount = amount("amount", _("amount"))
    list_display = ("made_at", "order_id", "status", "shown_amount", "reason", "sent_at")
    exported = (
        "made_at",
        "order_id",
        "status",
        "currency",
        "amount",
        "reason",
        "failure",
        "attempt_count",
        "sent_at",
        "id",
    )
    list_filter = ("status", "currency", Recent)
    search_fields = ("order_id",)
    ordering = ("-made_at",)
    fields = (
        "order_id",
        "status",
        "shown_amount",
        "reason",
        "provider_reference",
        "failure",
        "attempt_count",
        "made_at",
        "sent_at",
    )


@admin.register(LateRefund)
class LateRefundAdmin(LookOnly):
    """Refunds of money that was released, newest first; those that wait have not all their money yet."""

    shown_amount, shown_set_aside = amount("amount", _("amount")), amount("set_aside", _("set aside"))
    shown_from_seller = amount("from_seller", _("from the seller"))
    list_display = ("asked_at", "seller", "status", "shown_amount", "shown_from_seller", "shown_set_aside", "why")
    list_filter = ("status", "currency", "asked_at")
    search_fields = ("seller__name",)
    search_help_text = _("Name of the seller")
    ordering = ("-asked_at",)
    list_select_related = ("seller",)
    shown_from_house, shown_repaid = amount("from_house", _("advanced by the house")), amount("repaid", _("repaid"))
    fields = (
        *(*list_display, "fulfilment", "lines", "side", "refund", "shown_from_house", "shown_repaid"),
        *("advanced_at", "advanced_by", "advanced_why"),
    )


@admin.register(AdvanceProposal)
class AdvanceProposalAdmin(LookOnly):
    """What staff proposed the house to pay, newest first; it is decided on the page of the refund."""

    shown_amount = amount("amount", _("at most"))
    list_display = ("proposed_at", "status", "shown_amount", "proposed_by", "ended_by", "is_alone", "why")
    list_filter = ("status", "currency", "is_alone", "proposed_at")
    ordering = ("-proposed_at",)
    fields = (*list_display, "late_refund", "ended_at", "ended_why")


@admin.register(ProviderNews)
class ProviderNewsAdmin(LookOnly):
    """Messages of providers, newest first."""

    list_display = ("received_at", "provider", "kind", "outcome", "handled_at")
    list_filter = ("provider",)
    ordering = ("-received_at",)
    list_select_related = ("payment",)
    fields = ("received_at", "provider", "news_id", "kind", "contents", "payment", "handled_at", "outcome")
