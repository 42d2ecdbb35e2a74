"""Sales at the tills of street shops, and the closings of their drawers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly, MadeLately
from dure.rooms.market.admin.order_tables import MarketTable, Recent, amount
from dure.rooms.market.models import TillClosing, TillSale


@admin.register(TillSale)
class TillSaleAdmin(MarketTable):
    """Sales at tills, newest first."""

    shown_total, shown_owed = amount("total", _("total")), amount("owed", _("owed to the house"))
    list_display = ("sold_at", "organisation", "order_id", "means", "shown_total", "missing", "taken_back_at")
    exported = (
        *("sold_at", "recorded_at", "organisation", "order_id", "means", "currency", "total", "owed", "missing"),
        *("taken_back_at", "id"),
    )
    list_filter = ("means", "currency", ("taken_back_at", admin.EmptyFieldListFilter), Recent)
    list_select_related = ("organisation",)
    search_fields = ("order_id",)
    ordering = ("-order_id",)
    fields = (
        *("sold_at", "recorded_at", "organisation", "order_id", "means", "shown_total", "shown_owed", "missing"),
        *("taken_back_at", "closing"),
    )


@admin.register(TillClosing)
class TillClosingAdmin(LookOnly):
    """Closings of drawers, newest first."""

    shown_counted, shown_expected = amount("counted", _("counted")), amount("expected", _("expected"))
    shown_difference, shown_card = amount("difference", _("difference")), amount("card", _("sold by card"))
    list_display = ("closed_at", "organisation", "sale_count", "shown_expected", "shown_counted", "shown_difference")
    exported = (
        *("closed_at", "organisation", "currency", "sale_count", "cash", "card", "change_money", "counted"),
        *("owed", "settled", "id"),
    )
    list_filter = (MadeLately, "currency")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)
    search_help_text = _("Part of the seller's name")
    ordering = ("-id",)
    fields = (
        *("closed_at", "organisation", "sale_count", "shown_expected", "shown_counted", "shown_difference"),
        *("shown_card", "note"),
    )
