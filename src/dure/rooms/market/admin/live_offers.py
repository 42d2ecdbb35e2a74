"""Flash prices of shows, to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.market.admin.order_tables import amount
from dure.rooms.market.models import FlashPrice


@admin.register(FlashPrice)
class FlashPriceAdmin(LookOnly):
    """Flash prices, newest first."""

    shown_price, shown_was = amount("price", _("price")), amount("was", _("ordinary price"))
    list_display = ("started_at", "show", "offer_id", "shown_price", "shown_was", "count", "given_back", "ended_at")
    exported = (
        *("started_at", "show_id", "offer_id", "of_offer_id", "price", "was", "currency", "count", "per_buyer_limit"),
        *("closes_at", "ended_at", "given_back", "is_undone", "id"),
    )
    list_select_related = ("show",)
    search_fields = ("offer_id", "of_offer_id")
    ordering = ("-started_at", "-id")
    fields = (
        *("show", "offer_id", "of_offer_id", "shown_price", "shown_was", "currency", "count", "per_buyer_limit"),
        *("started_at", "started_by", "closes_at", "ended_at", "ended_by", "given_back", "is_undone"),
    )
