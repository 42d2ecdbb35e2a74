"""The till of a street shop: what was sold at it, and each closing of its drawer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.money import Money


class TillMeans(models.TextChoices):
    """How somebody paid at the counter."""

    CASH = "cash", _("Cash")
    CARD = "card", _("Card")


class TillClosing(models.Model):
    """One counting of the drawer, in minor units: expected = change_money + cash; difference = counted - expected.

    `owed` is what of the sales was not the seller's (commission, pledges); `settled` of it was taken from earnings.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    currency = models.CharField(_("currency"), max_length=3)
    sale_count = models.PositiveIntegerField(_("sales"))
    cash = models.BigIntegerField(_("sold for cash"))
    card = models.BigIntegerField(_("sold by card"))
    change_money = models.BigIntegerField(_("change money at the start"))
    counted = models.BigIntegerField(_("counted"))
    owed = models.BigIntegerField(_("owed to the house"))
    settled = models.BigIntegerField(_("taken from earnings"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("closed"))
    closed_by_id = models.UUIDField(_("closed by"), null=True)

    class Meta:
        verbose_name = _("closing of a till")
        verbose_name_plural = _("closings of tills")
        ordering: ClassVar = ["-closed_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(cash__gte=0, card__gte=0, change_money__gte=0, counted__gte=0, owed__gte=0, settled__gte=0),
                name="till_closing_sums_fit",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-closed_at"], name="till_closing_newest"),
        ]

    def __str__(self) -> str:
        """Return when it was."""
        return f"{self.closed_at:%Y-%m-%d %H:%M}"

    @property
    def expected(self) -> int:
        """What should have lain in the drawer."""
        return self.change_money + self.cash

    @property
    def difference(self) -> int:
        """How much more lay there than expected; below zero when some was missing."""
        return self.counted - self.expected

    def money(self, minor: int) -> Money:
        """Return an amount of this closing as money."""
        return Money(minor, self.currency)


class TillSale(models.Model):
    """One sale at the counter and the order it became. Its id is the name the till gave it, so it counts once."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"), default=0)
    content_hash = models.BigIntegerField()
    means = models.CharField(_("paid with"), max_length=4, choices=TillMeans)
    total = models.BigIntegerField(_("total"))
    currency = models.CharField(_("currency"), max_length=3)
    owed = models.BigIntegerField(_("owed to the house"), default=0)
    missing = models.PositiveIntegerField(_("not in the book"), default=0)
    """How many of the goods the book did not have any more when it was told of the sale."""
    sold_at = models.DateTimeField(_("sold"))
    recorded_at = models.DateTimeField(_("recorded"))
    cashier_id = models.UUIDField(_("cashier"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    closing = models.ForeignKey(
        TillClosing, on_delete=models.PROTECT, null=True, related_name="sales", verbose_name=_("closing")
    )

    class Meta:
        verbose_name = _("sale at a till")
        verbose_name_plural = _("sales at tills")
        ordering: ClassVar = ["-sold_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-sold_at"], name="till_sale_newest"),
            models.Index(fields=["organisation"], name="till_sale_open", condition=Q(closing__isnull=True)),
            models.Index(fields=["order_id"], name="till_sale_of_order"),
        ]

    def __str__(self) -> str:
        """Return the order."""
        return f"{self.order_id}"

    @property
    def price(self) -> Money:
        """What was paid."""
        return Money(self.total, self.currency)
