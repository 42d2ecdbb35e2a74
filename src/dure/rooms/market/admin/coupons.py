"""Coupons and bookings, to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.market.admin.order_tables import MarketTable, amount
from dure.rooms.market.models import Booking, BookingTerms, Coupon


@admin.register(Coupon)
class CouponAdmin(LookOnly):
    """Coupons given in shows, newest first."""

    shown_off, shown_was = amount("off", _("off the price")), amount("was", _("ordinary price"))
    list_display = ("made_at", "organisation", "offer_id", "shown_off", "shown_was", "count", "given", "until")
    exported = (
        *("made_at", "offer_id", "of_offer_id", "off", "was", "currency", "count", "given", "per_person", "until"),
        *("withdrawn_at", "id"),
    )
    list_filter = ("currency",)
    ordering = ("-made_at",)
    list_select_related = ("organisation",)
    fields = (
        *("organisation", "show", "offer_id", "of_offer_id", "shown_off", "shown_was", "count", "given", "per_person"),
        *("until", "made_at", "withdrawn_at"),
    )


@admin.register(BookingTerms)
class BookingTermsAdmin(LookOnly):
    """How offers are sold by booking, newest first."""

    shown_full = amount("full_price", _("full price of one"))
    list_display = ("began_at", "organisation", "offer_id", "shown_full", "back_until", "ended_at")
    exported = ("began_at", "ended_at", "offer_id", "full_price", "currency", "back_until", "next_words", "id")
    list_filter = ("currency",)
    ordering = ("-began_at",)
    list_select_related = ("organisation",)
    fields = ("organisation", "offer_id", "shown_full", "back_until", "next_words", "began_at", "ended_at")


@admin.register(Booking)
class BookingAdmin(MarketTable):
    """Bookings, newest first."""

    shown_deposit = amount("deposit", _("deposit"))
    list_display = ("asked_at", "seller", "order_id", "status", "shown_deposit", "meets_at", "ended_at")
    exported = (
        *("asked_at", "order_id", "status", "deposit", "currency", "quantity", "meets_at", "due_at", "ended_at"),
        *("ended_by", "id"),
    )
    list_filter = ("status", "currency")
    search_fields = ("order_id",)
    ordering = ("-asked_at",)
    list_select_related = ("seller",)
    fields = (
        *("seller", "buyer", "order_id", "name", "quantity", "status", "shown_deposit", "asked_at", "meets_at"),
        *("place", "due_at", "ended_at", "ended_by", "why"),
    )
