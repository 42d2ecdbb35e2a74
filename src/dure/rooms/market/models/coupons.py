"""Coupons: lower prices given away in a show, and who took one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.money import Money


class Coupon(models.Model):
    """So many coupons for one good, given in a show; amounts are minor units of one piece.

    Its price is an offer of its own (`offer_id`) over the stock of the ordinary one (`of_offer_id`): only those who
    took a coupon can order by it. `given` is counted under the row's lock and never goes beyond `count`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey("stage.Show", on_delete=models.PROTECT, related_name="+", verbose_name=_("show"))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    cell_id = models.IntegerField(_("part of the book"))
    offer_id = models.BigIntegerField(_("offer of the coupon"))
    of_offer_id = models.BigIntegerField(_("ordinary offer"))
    product_id = models.UUIDField(_("product"))
    off = models.BigIntegerField(_("off the price"))
    was = models.BigIntegerField(_("ordinary price"))
    currency = models.CharField(_("currency"), max_length=3)
    count = models.PositiveIntegerField(_("how many coupons"))
    given = models.PositiveIntegerField(_("given out"), default=0)
    per_person = models.PositiveSmallIntegerField(_("pieces for one person"), default=1)
    until = models.DateTimeField(_("can be used until"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.UUIDField(_("made by"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.UUIDField(_("withdrawn by"), null=True)

    class Meta:
        verbose_name = _("coupon")
        verbose_name_plural = _("coupons")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["offer_id"], name="market_coupon_of_offer"),
            models.CheckConstraint(condition=Q(given__lte=F("count"), count__gt=0), name="market_coupon_not_overgiven"),
            models.CheckConstraint(condition=Q(off__gt=0, was__gt=F("off")), name="market_coupon_leaves_a_price"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["show", "made_at"], name="market_coupon_of_show"),
        ]

    def __str__(self) -> str:
        """Return what it takes off, and of what."""
        return f"-{self.off} {self.currency} {self.of_offer_id}"

    @property
    def price(self) -> Money:
        """What one piece costs with the coupon."""
        return Money(self.was - self.off, self.currency)

    @property
    def ordinary_price(self) -> Money:
        """What one piece cost without it when the coupon was made."""
        return Money(self.was, self.currency)

    @property
    def saving(self) -> Money:
        """What it takes off one piece."""
        return Money(self.off, self.currency)

    @property
    def left(self) -> int:
        """How many can still be taken, were it not over."""
        return self.count - self.given

    @property
    def is_over(self) -> bool:
        """Whether it can be used no more."""
        return self.until <= clock.now()

    @property
    def is_withdrawn(self) -> bool:
        """Whether it can be taken no more; those taken hold."""
        return self.withdrawn_at is not None


class TakenCoupon(models.Model):
    """A coupon in a person's hands; how much of it was used stands with the person's allowance of the offer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="taken", verbose_name=_("coupon"))
    cell_id = models.IntegerField(_("part of the book"))
    offer_id = models.BigIntegerField(_("offer of the coupon"))
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("coupon taken")
        verbose_name_plural = _("coupons taken")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["coupon", "person"], name="market_coupon_once_a_person"),
            models.UniqueConstraint(fields=["person", "offer_id"], name="market_coupon_held"),
        ]

    def __str__(self) -> str:
        """Return whose it is."""
        return f"{self.coupon_id} {self.person_id}"
