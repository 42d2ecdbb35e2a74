"""Offers: a size at a price in a channel. Hot: cell first, no foreign keys, no triggers."""

from datetime import datetime
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from dure.kernel import numbers
from dure.kernel.money import Money


class Channel(models.TextChoices):
    """Where an offer is made."""

    SHOP = "shop", _("Shop")
    LIVE = "live", _("Live")
    HUB = "hub", _("Hub")
    STREET = "street", _("Street shop")
    COUPON = "coupon", _("Coupon")


LISTED: Final = tuple(each for each in Channel if each is not Channel.COUPON)
"""The channels a seller chooses from; a coupon's price is private, and made together with its coupon."""


WHOLE: Final = Greatest("price", "whole_price")
"""What one costs in all, also of what is booked by a deposit; by this people search and order."""


class OfferStatus(models.TextChoices):
    """What became of an offer."""

    OPEN = "open", _("For sale")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class Offer(models.Model):
    """A price for what lies at a level, in one channel. `is_public` follows whether its seller is approved.

    `version` rises with every change of what a buyer or seller decides by.
    """

    pk = models.CompositePrimaryKey("cell_id", "offer_id")
    cell_id = models.IntegerField()
    offer_id = models.BigIntegerField()
    organisation_id = models.UUIDField()
    product_id = models.UUIDField()
    variant_id = models.UUIDField()
    level_id = models.BigIntegerField()
    channel = models.CharField(max_length=6, choices=Channel)
    price = models.BigIntegerField()
    whole_price = models.BigIntegerField(null=True)
    """What one costs in all, where `price` is only the deposit by which it is booked."""
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=6, choices=OfferStatus, default=OfferStatus.OPEN)
    is_public = models.BooleanField(default=False)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    per_buyer_limit = models.IntegerField(null=True)
    cycle_id = models.UUIDField(null=True)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(price__gt=0), name="catalog_offer_costs_something"),
            models.CheckConstraint(
                condition=Q(per_buyer_limit__isnull=True) | Q(per_buyer_limit__gt=0), name="catalog_offer_limit"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="catalog_offer_closes_after_it_opens",
            ),
            models.UniqueConstraint(
                fields=["cell_id", "level_id", "channel", "cycle_id"],
                condition=~Q(status=OfferStatus.ENDED),
                nulls_distinct=False,
                name="catalog_offer_once_per_channel",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["product_id"], name="catalog_offer_of_product"),
            models.Index(fields=["organisation_id", "offer_id"], name="catalog_offer_of_seller"),
            models.Index(
                fields=["channel", "-offer_id"], condition=Q(status="open", is_public=True), name="catalog_offer_newest"
            ),
            models.Index(
                fields=["cycle_id", "offer_id"],
                condition=Q(cycle_id__isnull=False) & ~Q(status=OfferStatus.ENDED),
                name="catalog_offer_of_cycle",
            ),
        ]

    def __str__(self) -> str:
        """Return the number and the price."""
        return f"{self.offer_id}: {self.price} {self.currency}"

    @property
    def amount(self) -> Money:
        """The price."""
        return Money(self.price, self.currency)

    @property
    def made_at(self) -> datetime:
        """The moment the offer was made; its id says it."""
        return numbers.made_at(self.offer_id)
