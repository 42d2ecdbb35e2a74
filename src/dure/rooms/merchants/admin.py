"""The back office on merchants, agreements, storefronts and payouts."""

from collections.abc import Callable
from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from dure.kernel.admin import call_for_each
from dure.kernel.http import DureRequest
from dure.kernel.tables import LookOnly, export_table
from dure.rooms.merchants.models import Agreement, MarketRate, Merchant, MerchantAct, Payout, PayoutRun, Storefront
from dure.rooms.merchants.services import merchants


@admin.register(Merchant)
class MerchantAdmin(LookOnly):
    """Who sells here, newest first."""

    list_display = ("organisation", "shown_status", "country", "region", "started_at", "approved_at")
    list_filter = ("status", "country", "started_at")
    list_select_related = ("organisation", "region")
    search_fields = ("organisation__name",)
    actions = ("resume", export_table)

    @display(
        description=_("status"),
        label={"started": "info", "applied": "warning", "approved": "success", "suspended": "danger"},
    )
    def shown_status(self, merchant: Merchant) -> tuple[str, str]:
        """Return the status for a coloured label."""
        return merchant.status, merchant.get_status_display()

    @admin.action(description=_("Let suspended ones go on"), permissions=["act"])
    def resume(self, request: DureRequest, chosen: QuerySet[Merchant]) -> None:
        """Let the chosen suspended merchants go on."""
        calls: list[Callable[[], None]] = [partial(_resume, request, each) for each in chosen]
        call_for_each(
            request, calls, lambda done: ngettext("%(count)d goes on.", "%(count)d go on.", done) % {"count": done}
        )


def _resume(request: DureRequest, merchant: Merchant) -> None:
    merchants.resume(by=request.actor, organisation_id=merchant.pk)


@admin.register(MerchantAct)
class MerchantActAdmin(LookOnly):
    """What happened to merchants."""

    list_display = ("merchant", "what", "reason", "by", "at")
    list_filter = ("what", "at")
    list_select_related = ("merchant", "by")
    search_fields = ("merchant__organisation__name",)


@admin.register(Agreement)
class AgreementAdmin(LookOnly):
    """What was agreed with whom."""

    list_display = ("merchant", "starts_on", "ends_on", "note", "made_by", "made_at")
    list_filter = ("starts_on",)
    list_select_related = ("merchant", "made_by")
    search_fields = ("merchant__organisation__name",)


@admin.register(MarketRate)
class MarketRateAdmin(LookOnly):
    """What selling costs elsewhere, and who says so."""

    list_display = ("country", "channel", "market_bp", "source", "published_on", "noted_by")
    list_filter = ("country", "channel")
    list_select_related = ("noted_by",)


@admin.register(Storefront)
class StorefrontAdmin(LookOnly):
    """Storefronts by address."""

    list_display = ("slug", "merchant", "is_published", "changed_by", "changed_at")
    list_filter = ("is_published",)
    list_select_related = ("merchant", "changed_by")
    search_fields = ("slug", "merchant__organisation__name")


@admin.register(PayoutRun)
class PayoutRunAdmin(LookOnly):
    """Runs, newest first; their pages have the bank file."""

    list_display = ("made_at", "currency", "total", "payout_count", "pays_on", "made_by", "settled_at")
    list_filter = ("currency", "made_at")
    list_select_related = ("made_by",)


@admin.register(Payout)
class PayoutAdmin(LookOnly):
    """Payouts, newest first; account numbers are not listed."""

    list_display = ("merchant", "amount", "currency", "status", "account", "made_at", "ended_at", "bounce_reason")
    list_filter = ("status", "currency", "made_at")
    list_select_related = ("merchant__organisation", "account")
    search_fields = ("merchant__organisation__name",)
