"""Hot tables as the back office lists them: database views with one key instead of several (`sql/listings.sql`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.rooms.market.models.orders import Order, OrderLine


class Listing(models.Model):
    """A row of a hot table under one key."""

    key = models.CharField(_("key"), max_length=60, primary_key=True)
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"))
    currency = models.CharField(_("currency"), max_length=3)
    placed_at = models.DateTimeField(_("placed"))

    class Meta:
        abstract = True
        managed = False

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class ListedOrder(Listing):
    """An order in the back office."""

    buyer_id = models.UUIDField(_("buyer"))
    status = models.PositiveSmallIntegerField(_("status"), choices=Order.Status)
    goods = models.BigIntegerField(_("goods"))
    delivery = models.BigIntegerField(_("delivery"))
    gift = models.BigIntegerField(_("gift"))
    total = models.BigIntegerField(_("total"))
    pay_by = models.DateTimeField(_("to be paid by"))
    note = models.TextField(_("note"))

    class Meta(Listing.Meta):
        db_table = "market_listed_order"
        verbose_name = _("order")
        verbose_name_plural = _("orders")


class ListedLine(Listing):
    """A line of an order in the back office."""

    line_no = models.PositiveSmallIntegerField(_("line"))
    kind = models.PositiveSmallIntegerField(_("kind"), choices=OrderLine.Kind)
    seller_id = models.UUIDField(_("seller"))
    offer_id = models.BigIntegerField(_("offer"), null=True)
    name = models.CharField(_("name"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"))
    cancelled = models.PositiveIntegerField(_("taken out"))
    unit_price = models.BigIntegerField(_("price"))
    refunded = models.BigIntegerField(_("refunded"))
    commission_bp = models.PositiveIntegerField(_("commission (hundredths of a percent)"))
    pledge = models.BigIntegerField(_("pledge"))

    class Meta(Listing.Meta):
        db_table = "market_listed_line"
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of orders")
