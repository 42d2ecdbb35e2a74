"""Where goods lie and how many there are. `Level` is hot: cell first, no foreign keys, no triggers, few indexes."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly, FreshId
from dure.rooms.catalog.models.products import Variant


class PlaceKind(models.TextChoices):
    """Where goods lie."""

    FIELD = "field", _("Field")
    HALL = "hall", _("Village hall")
    HUB = "hub", _("Hub")
    SHOP = "shop", _("Street shop")
    STAGE = "stage", _("Set aside for a show")


KEPT_IN: Final = tuple(kind for kind in PlaceKind if kind is not PlaceKind.STAGE)
"""The sorts of places a seller opens; what is set aside for a show has a place made for it."""


class Location(models.Model):
    """A place where an organisation keeps goods for sale."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    kind = models.CharField(_("sort"), max_length=8, choices=PlaceKind)
    name = models.CharField(_("name"), max_length=60)
    hub = models.ForeignKey(
        "dispatch.Hub", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hub")
    )
    created_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="catalog_location_name_once"),
            models.CheckConstraint(
                condition=Q(hub__isnull=True) | Q(kind=PlaceKind.HUB), name="catalog_location_only_hubs_are_hubs"
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Lot(models.Model):
    """What was harvested or made together: when, where, how good, and until when it keeps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="lots", verbose_name=_("size"))
    label = models.CharField(_("lot number"), max_length=40, blank=True)
    harvested_on = models.DateField(_("harvested"), null=True, blank=True)
    village = models.CharField(_("village"), max_length=80, blank=True)
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    net_weight_g = models.PositiveIntegerField(_("net weight (g)"), null=True, blank=True)
    best_before = models.DateField(_("best before"), null=True, blank=True)
    created_at = models.DateTimeField(_("noted"))
    expired_at = models.DateTimeField(_("taken out of sale"), null=True, blank=True)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(harvested_on__isnull=True)
                | Q(best_before__isnull=True)
                | Q(best_before__gte=F("harvested_on")),
                name="catalog_lot_keeps_after_harvest",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["best_before"],
                condition=Q(best_before__isnull=False, expired_at__isnull=True),
                name="catalog_lot_still_good",
            ),
        ]

    def __str__(self) -> str:
        """Return the lot number, or the day of harvest."""
        return self.label or f"{self.harvested_on or self.created_at:%Y-%m-%d}"


class Level(models.Model):
    """How many of one size (of one lot) lie at one location. Free to sell = on_hand - reserved.

    `sell_until` is the moment its lot is no longer good; from then on no offer on it is open.
    """

    pk = models.CompositePrimaryKey("cell_id", "level_id")
    cell_id = models.IntegerField()
    level_id = models.BigIntegerField()
    organisation_id = models.UUIDField()
    variant_id = models.UUIDField()
    lot_id = models.UUIDField(null=True)
    location_id = models.UUIDField()
    on_hand = models.IntegerField(db_default=0)
    reserved = models.IntegerField(db_default=0)
    sold = models.BigIntegerField(db_default=0)
    sell_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(on_hand__gte=F("reserved")) & Q(sold__gte=0),
                name="catalog_level_holds_what_it_promised",
            ),
            models.UniqueConstraint(
                fields=["cell_id", "variant_id", "location_id", "lot_id"],
                nulls_distinct=False,
                name="catalog_level_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation_id"], name="catalog_level_of_seller")]

    def __str__(self) -> str:
        """Return the number and what is there."""
        return f"{self.level_id}: {self.on_hand} ({self.reserved} reserved)"

    @property
    def free(self) -> int:
        """How many can still be sold."""
        return self.on_hand - self.reserved


class MoveKind(models.TextChoices):
    """Why a count changed."""

    RECEIVED = "received", _("Came in")
    COUNTED = "counted", _("Counted")
    SENT = "sent", _("Moved away")
    ARRIVED = "arrived", _("Moved here")
    WRITTEN_OFF = "written_off", _("Written off")
    SOLD = "sold", _("Sold")
    PUT_BACK = "put_back", _("Came back")
    UNDONE = "undone", _("Undone")


class StockMove(AppendOnly):
    """One change of what is on hand at a level; all moves of a level add up to its `on_hand`."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=FreshId(), editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    level_id = models.BigIntegerField(_("level"))
    kind = models.CharField(_("why"), max_length=12, choices=MoveKind)
    change = models.IntegerField(_("change"))
    on_hand_after = models.IntegerField(_("on hand after"))
    reason = models.CharField(_("reason"), max_length=200, blank=True, db_default="")
    reference = models.CharField(_("reference"), max_length=120, blank=True, db_default="")
    moved_at = models.DateTimeField(_("when"), db_default=Now())
    moved_by_id = models.UUIDField(_("by"), null=True)

    class Meta:
        verbose_name = _("movement of stock")
        verbose_name_plural = _("movements of stock")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["cell_id", "level_id", "-id"], name="catalog_move_of_level")]

    def __str__(self) -> str:
        """Return what changed."""
        return f"{self.level_id} {self.change:+d}"
