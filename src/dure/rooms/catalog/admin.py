"""The catalog in the back office: lists to look at; sellers change their goods on their own pages."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.numbers import ID_MAX
from dure.kernel.tables import LookOnly, MadeLately
from dure.rooms.catalog.models import (
    BulkAct,
    Cycle,
    Kind,
    ListedLevel,
    ListedOffer,
    Location,
    Lot,
    ProduceImport,
    Product,
    Round,
    StockMove,
    Supply,
    Variant,
)
from dure.rooms.people.queries import organisations


@admin.register(Kind)
class KindAdmin(LookOnly):
    """The taxonomy."""

    list_display = ("name_ko", "name_zh", "name_en", "parent", "goods_class", "licence", "is_current")
    list_filter = ("goods_class", "is_current", "storage")
    list_select_related = ("parent",)
    search_fields = ("code", "name_ko", "name_zh", "name_en")
    search_help_text = _("Name or code")
    ordering = ("position",)


@admin.register(Product)
class ProductAdmin(LookOnly):
    """Products of every seller."""

    list_display = ("name", "organisation", "kind", "status", "created_at")
    list_filter = ("status", "created_at")
    list_select_related = ("organisation", "kind")
    search_fields = ("name", "name_ko", "name_zh", "name_en", "organisation__name")
    search_help_text = _("Name of the product or of the seller")


@admin.register(Lot)
class LotAdmin(LookOnly):
    """Lots, newest first."""

    list_display = ("label", "variant", "harvested_on", "village", "grade", "best_before", "expired_at")
    list_filter = ("best_before", "expired_at")
    list_select_related = ("variant",)
    search_fields = ("label", "village")


@admin.register(Location)
class LocationAdmin(LookOnly):
    """Where goods lie."""

    list_display = ("name", "organisation", "kind", "hub", "created_at", "closed_at")
    list_filter = ("kind",)
    list_select_related = ("organisation", "hub")
    search_fields = ("name", "organisation__name")


@admin.register(StockMove)
class StockMoveAdmin(LookOnly):
    """Every change of what lies somewhere, newest first."""

    list_display = ("level_id", "kind", "change", "on_hand_after", "reason", "reference", "moved_at")
    list_filter = ("kind", "moved_at")
    search_fields = ("=level_id", "reference")


@admin.register(ProduceImport)
class ProduceImportAdmin(LookOnly):
    """Lists that sellers sent."""

    list_display = ("file_name", "organisation", "status", "uploaded_at", "done_at", "undone_at")
    list_filter = ("status", "uploaded_at")
    list_select_related = ("organisation",)
    search_fields = ("file_name", "organisation__name")
    fields = ("organisation", "file_name", "status", "uploaded_at", "done_at", "undone_at")


@admin.register(BulkAct)
class BulkActAdmin(LookOnly):
    """Changes of many offers at once."""

    list_display = ("sort", "organisation", "made_at", "undone_at")
    list_filter = ("sort", "made_at")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)


@admin.register(Cycle)
class CycleAdmin(LookOnly):
    """Order cycles, newest first."""

    list_display = ("name", "organisation", "status", "opens_at", "closes_at", "currency")
    exported = ("id", "name", "organisation", "status", "opens_at", "closes_at", "currency", "fee_bp", "fee_each")
    list_filter = ("status", MadeLately)
    list_select_related = ("organisation",)
    search_fields = ("name", "organisation__name")
    search_help_text = _("Part of the name of the cycle or of its coordinator")
    ordering = ("-id",)
    fields = (
        *("name", "organisation", "status", "opens_at", "closes_at", "currency", "fee_bp", "fee_each"),
        *("created_at", "opened_at", "closed_at"),
    )


@admin.register(Supply)
class SupplyAdmin(LookOnly):
    """What producers bring into cycles, newest first."""

    list_display = ("cycle", "producer", "asked_at", "answered_at", "fee_bp", "fee_each")
    list_filter = (MadeLately, ("answered_at", admin.EmptyFieldListFilter))
    list_select_related = ("cycle", "producer")
    search_fields = ("cycle__name", "producer__name")
    search_help_text = _("Part of the name of the cycle or of the producer")
    ordering = ("-id",)


@admin.register(Round)
class RoundAdmin(LookOnly):
    """What of cycles goes to which hub, newest first."""

    list_display = ("cycle", "hub", "pickup_from", "pickup_until", "agreed_at", "fee_bp", "fee_each")
    list_filter = (MadeLately, ("agreed_at", admin.EmptyFieldListFilter))
    list_select_related = ("cycle", "hub")
    search_fields = ("cycle__name", "hub__name")
    search_help_text = _("Part of the name of the cycle or of the hub")
    ordering = ("-id",)


class HotTable(LookOnly):
    """A long list of a hot table: rows are found by their whole number, and leafed through in the order of the key."""

    number = ""
    """The column with the number."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return one row by its cell and its number, which stand in an index, or None."""
        del from_field
        cell, _dash, number = object_id.partition("-")
        if not (_is_number(cell) and _is_number(number)):
            return None
        row = self.get_queryset(request).filter(**{"cell_id": int(cell), self.number: int(number)}).first()
        if row is not None:
            self.complete([row])
        return row

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find the row of a number."""
        del request
        text = search_term.strip()
        if not text:
            return queryset, False
        return (queryset.filter(**{self.number: int(text)}) if _is_number(text) else queryset.none()), False


@admin.register(ListedOffer)
class OfferAdmin(HotTable):
    """Offers, newest first."""

    number = "offer_id"
    list_display = ("offer_id", "product", "seller", "channel", "shown_price", "status", "is_public", "changed_at")
    exported = (
        *(
            "offer_id",
            "product_id",
            "organisation_id",
            "level_id",
            "channel",
            "price",
            "whole_price",
            "currency",
            "status",
        ),
        *("is_public", "opens_at", "closes_at", "per_buyer_limit", "cycle_id", "changed_at"),
    )
    list_filter = ("channel", "status", "is_public", "currency")
    search_fields = ("offer_id",)
    search_help_text = _("A whole number of an offer")
    ordering = ("-cell_id", "-offer_id")
    fields = (
        *("offer_id", "product", "seller", "level_id", "channel", "shown_price", "status", "is_public", "opens_at"),
        *("closes_at", "per_buyer_limit", "cycle_id", "changed_at"),
    )

    def complete(self, rows: Sequence[Any]) -> None:
        """Put the names of products and sellers beside the offers."""
        products = dict(Product.objects.filter(id__in={row.product_id for row in rows}).values_list("id", "name"))
        for row in rows:
            row.product_name = products.get(row.product_id, "")
        _name_sellers(rows)

    @admin.display(description=_("product"))
    def product(self, offer: Any) -> str:
        """Say what is offered."""
        return str(offer.product_name)

    @admin.display(description=_("seller"))
    def seller(self, offer: Any) -> str:
        """Say who offers it."""
        return str(offer.seller_name)

    @admin.display(description=_("price"))
    def shown_price(self, offer: ListedOffer) -> str:
        """Write the price as people do."""
        price = offer.amount.format(get_language() or "")
        return f"{price} ({offer.whole.format(get_language() or '')})" if offer.whole else price


@admin.register(ListedLevel)
class LevelAdmin(HotTable):
    """How many lie where, the newest level first."""

    number = "level_id"
    list_display = ("level_id", "product", "seller", "location", "on_hand", "reserved", "sold", "sell_until")
    exported = (
        *("level_id", "variant_id", "organisation_id", "lot_id", "location_id", "on_hand", "reserved", "sold"),
        "sell_until",
    )
    search_fields = ("level_id",)
    search_help_text = _("A whole number of a level")
    ordering = ("-cell_id", "-level_id")
    fields = (*("level_id", "product", "seller", "location", "lot_id", "on_hand", "reserved", "sold", "sell_until"),)

    def complete(self, rows: Sequence[Any]) -> None:
        """Put the names of products, locations and sellers beside the levels."""
        sizes = Variant.objects.filter(id__in={row.variant_id for row in rows})
        products = dict(sizes.values_list("id", "product__name"))
        places = dict(Location.objects.filter(id__in={row.location_id for row in rows}).values_list("id", "name"))
        for row in rows:
            row.product_name = products.get(row.variant_id, "")
            row.location_name = places.get(row.location_id, "")
        _name_sellers(rows)

    @admin.display(description=_("product"))
    def product(self, level: Any) -> str:
        """Say what lies there."""
        return str(level.product_name)

    @admin.display(description=_("location"))
    def location(self, level: Any) -> str:
        """Say where."""
        return str(level.location_name)

    @admin.display(description=_("seller"))
    def seller(self, level: Any) -> str:
        """Say whose it is."""
        return str(level.seller_name)


def _name_sellers(rows: Sequence[Any]) -> None:
    """Put the sellers' names beside the rows, with one query."""
    found = organisations.names(organisation_ids=[row.organisation_id for row in rows], language=get_language() or "ko")
    for row in rows:
        row.seller_name = found.get(row.organisation_id, "")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) <= ID_MAX
