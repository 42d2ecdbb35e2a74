"""The catalog in the back office: lists to look at; sellers change their goods on their own pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly, MadeLately
from dure.rooms.catalog.models import (
    BulkAct,
    Cycle,
    Kind,
    Location,
    Lot,
    ProduceImport,
    Product,
    Round,
    StockMove,
    Supply,
)


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
