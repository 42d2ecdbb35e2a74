"""Order cycles, as food hubs know them: producers bring to a coordinator, who brings to hubs, for some days.

A cycle's goods come in by supplies (one for each producer) and go out by rounds (one for each hub). Opening a cycle
makes `hub` offers of every good for every hub; their `cycle_id` is the round's id.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.kernel.ids import new_id
from dure.kernel.models import FreshId
from dure.kernel.money import Money
from dure.rooms.catalog.cycle_prices import WHOLE_BP, Fee

MONEY_MAX = 10**9


class CycleStatus(models.TextChoices):
    """Where a cycle stands."""

    PLANNED = "planned", _("Being prepared")
    OPEN = "open", pgettext_lazy("order cycle", "Open")
    CLOSED = "closed", pgettext_lazy("order cycle", "Closed")


class TakesFee(models.Model):
    """Somebody who adds a fee: basis points of the producer's price, and sums in minor units."""

    fee_bp = models.PositiveIntegerField(_("fee (1/100 %)"), default=0)
    fee_each = models.PositiveBigIntegerField(_("fee for each piece"), default=0)
    fee_kg = models.PositiveBigIntegerField(_("fee for each kilogram"), default=0)

    class Meta:
        abstract = True

    @property
    def fee(self) -> Fee:
        """What it adds."""
        return Fee(self.fee_bp, self.fee_each, self.fee_kg)


class TakesOrderFee(TakesFee):
    """Somebody who besides has a fee once for every order."""

    fee_order = models.PositiveBigIntegerField(_("fee for each order"), default=0)

    class Meta:
        abstract = True

    @property
    def fee(self) -> Fee:
        """What it adds."""
        return Fee(self.fee_bp, self.fee_each, self.fee_kg, self.fee_order)


FEE_FITS = Q(fee_bp__lte=WHOLE_BP, fee_each__lte=MONEY_MAX)


class Cycle(TakesOrderFee):
    """One order cycle of a coordinator; its own fee goes to the coordinator."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("coordinator")
    )
    name = models.CharField(_("name"), max_length=80)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=8, choices=CycleStatus, default=CycleStatus.PLANNED)
    opens_at = models.DateTimeField(_("orders from"))
    closes_at = models.DateTimeField(_("orders until"))
    copied_from_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(_("made"))
    created_by_id = models.UUIDField(_("made by"), null=True)
    opened_at = models.DateTimeField(_("opened"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("order cycle")
        verbose_name_plural = _("order cycles")
        ordering: ClassVar = ["-opens_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="catalog_cycle_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=FEE_FITS, name="catalog_cycle_fee_fits"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-opens_at"], name="catalog_cycle_newest"),
            models.Index(fields=["closes_at"], condition=Q(status="open"), name="catalog_cycle_open"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Supply(TakesFee):
    """What one producer brings into a cycle. Its goods count once the producer has answered."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=FreshId(), editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="supplies", verbose_name=_("cycle"))
    producer = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("producer")
    )
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("supply of a cycle")
        verbose_name_plural = _("supplies of cycles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "producer"], name="catalog_supply_once"),
            models.CheckConstraint(condition=FEE_FITS, name="catalog_supply_fee_fits"),
        ]

    def __str__(self) -> str:
        """Return the producer."""
        return str(self.producer_id)


class SupplyItem(models.Model):
    """One good a producer brings: what lies at a level of his, at his price (minor units)."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=FreshId(), editable=False)
    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, related_name="items", verbose_name=_("supply"))
    cell_id = models.IntegerField()
    level_id = models.BigIntegerField()
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", verbose_name=_("size")
    )  # fmt: skip
    price = models.BigIntegerField(_("producer's price"))

    class Meta:
        verbose_name = _("good of a supply")
        verbose_name_plural = _("goods of supplies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supply", "level_id"], name="catalog_supply_item_once"),
            models.CheckConstraint(condition=Q(price__gt=0), name="catalog_supply_item_costs_something"),
        ]

    def __str__(self) -> str:
        """Return level and price."""
        return f"{self.level_id}: {self.price}"


class Round(TakesOrderFee):
    """What of a cycle goes to one hub, and when it is fetched there. A hub of another organisation agrees first."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=FreshId(), editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("cycle"))
    hub = models.ForeignKey("dispatch.Hub", on_delete=models.PROTECT, related_name="+", verbose_name=_("hub"))
    pickup_from = models.DateTimeField(_("to be fetched from"))
    pickup_until = models.DateTimeField(_("to be fetched until"))
    agreed_at = models.DateTimeField(_("agreed"), null=True)

    class Meta:
        verbose_name = _("round of a cycle")
        verbose_name_plural = _("rounds of cycles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "hub"], name="catalog_round_once"),
            models.CheckConstraint(
                condition=Q(pickup_until__gt=F("pickup_from")), name="catalog_round_is_fetched_in_time"
            ),
            models.CheckConstraint(condition=FEE_FITS, name="catalog_round_fee_fits"),
        ]

    def __str__(self) -> str:
        """Return the hub."""
        return str(self.hub_id)


class Omission(models.Model):
    """A good that does not go to a hub; all others do."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=FreshId(), editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="omissions", verbose_name=_("round"))
    item = models.ForeignKey(SupplyItem, on_delete=models.PROTECT, related_name="+", verbose_name=_("good"))

    class Meta:
        verbose_name = _("good left out of a round")
        verbose_name_plural = _("goods left out of rounds")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "item"], name="catalog_omission_once"),
        ]

    def __str__(self) -> str:
        """Return round and good."""
        return f"{self.round_id} {self.item_id}"


def price_of(item: SupplyItem, *, supply: Supply, cycle: Cycle, round_: Round) -> Money:
    """Return what a buyer pays for one piece of a good at a hub."""
    weight = item.variant.weight_mg
    fees = sum(party.fee.on(item.price, weight_mg=weight) for party in (supply, cycle, round_))
    return Money(item.price + fees, cycle.currency)
