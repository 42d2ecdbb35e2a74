"""Prices that hold for a while in a live show."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.money import Money

UNDO_FOR: Final = timedelta(minutes=1)


class FlashPrice(models.Model):
    """A lower price for so many boxes of an offer until a moment: an offer of its own over goods set aside for it.

    `offer_id` is that offer, `of_offer_id` the ordinary one beside it; `given_back` counts what went back unsold.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey("stage.Show", on_delete=models.PROTECT, related_name="+", verbose_name=_("show"))
    organisation_id = models.UUIDField(_("seller"))
    offer_id = models.BigIntegerField(_("offer"), unique=True)
    of_offer_id = models.BigIntegerField(_("ordinary offer"))
    level_id = models.BigIntegerField(_("goods set aside"))
    home_level_id = models.BigIntegerField(_("where they came from"))
    price = models.BigIntegerField(_("price"))
    was = models.BigIntegerField(_("ordinary price"))
    currency = models.CharField(_("currency"), max_length=3)
    count = models.PositiveIntegerField(_("how many"))
    per_buyer_limit = models.PositiveIntegerField(_("at most for one buyer"), null=True)
    before_cue_id = models.UUIDField(_("on the screen before"), null=True)
    started_at = models.DateTimeField(_("started"))
    started_by = models.UUIDField(_("by"), null=True)
    closes_at = models.DateTimeField(_("ends"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.UUIDField(_("ended by"), null=True)
    given_back = models.PositiveIntegerField(_("went back"), default=0)
    is_undone = models.BooleanField(_("undone"), default=False)

    class Meta:
        verbose_name = _("flash price")
        verbose_name_plural = _("flash prices")
        ordering: ClassVar = ["-started_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(price__gt=0, price__lt=F("was")), name="flash_price_is_lower"),
            models.CheckConstraint(condition=Q(count__gt=0), name="flash_price_of_some"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("started_at")), name="flash_price_closes_after_start"),
            models.UniqueConstraint(
                fields=["of_offer_id"], condition=Q(ended_at__isnull=True), name="flash_price_one_running"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["show", "started_at"], name="flash_price_of_show"),
            models.Index(fields=["closes_at"], condition=Q(ended_at__isnull=True), name="flash_price_running"),
            models.Index(fields=["ended_at"], name="flash_price_ended"),
        ]

    def __str__(self) -> str:
        """Return the offer and the price."""
        return f"{self.offer_id}: {self.amount}"

    @property
    def amount(self) -> Money:
        """The lower price."""
        return Money(self.price, self.currency)

    @property
    def was_amount(self) -> Money:
        """The ordinary price beside it."""
        return Money(self.was, self.currency)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ended_at is not None

    @property
    def undo_until(self) -> datetime:
        """Until when it can be undone, as long as nobody has bought."""
        return self.started_at + UNDO_FOR
