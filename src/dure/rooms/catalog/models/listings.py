"""Hot tables as the back office lists them: database views (`sql/listed_…`, `sql/listings_…`) with one key each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.catalog.models.offers import Channel, OfferStatus


class Listing(models.Model):
    """A row of a hot table under one key: its cell and its number."""

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    cell_id = models.IntegerField(_("part of the book"))
    organisation_id = models.UUIDField(_("seller"))

    class Meta:
        abstract = True
        managed = False

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class ListedOffer(Listing):
    """An offer in the back office; price in minor units."""

    offer_id = models.BigIntegerField(_("offer"))
    product_id = models.UUIDField(_("product"))
    level_id = models.BigIntegerField(_("level"))
    channel = models.CharField(_("channel"), max_length=6, choices=Channel)
    price = models.BigIntegerField(_("price"))
    whole_price = models.BigIntegerField(_("whole price"), null=True)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=6, choices=OfferStatus)
    is_public = models.BooleanField(_("shown to the public"))
    opens_at = models.DateTimeField(_("orders from"), null=True)
    closes_at = models.DateTimeField(_("orders until"), null=True)
    per_buyer_limit = models.IntegerField(_("limit for each buyer"), null=True)
    cycle_id = models.UUIDField(_("round"), null=True)
    changed_at = models.DateTimeField(_("changed"))

    class Meta(Listing.Meta):
        db_table = "catalog_listed_offer"
        verbose_name = _("offer")
        verbose_name_plural = _("offers")

    @property
    def amount(self) -> Money:
        """The price."""
        return Money(self.price, self.currency)

    @property
    def whole(self) -> Money | None:
        """What one costs in all, where the price is a deposit."""
        return Money(self.whole_price, self.currency) if self.whole_price else None


class ListedLevel(Listing):
    """How many of one size lie at one location, in the back office."""

    level_id = models.BigIntegerField(_("level"))
    variant_id = models.UUIDField(_("size"))
    lot_id = models.UUIDField(_("lot"), null=True)
    location_id = models.UUIDField(_("location"))
    on_hand = models.IntegerField(_("on hand"))
    reserved = models.IntegerField(_("pieces promised"))
    sold = models.BigIntegerField(_("pieces sold"))
    sell_until = models.DateTimeField(_("to be sold until"), null=True)

    class Meta(Listing.Meta):
        db_table = "catalog_listed_level"
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
