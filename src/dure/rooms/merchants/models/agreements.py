"""Commission plans, and what selling elsewhere costs."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.merchants.models.merchants import Merchant

WHOLE_BP = 10_000
"""A hundred percent in basis points."""


class Channel(models.TextChoices):
    """Where something is sold."""

    SHOP = "shop", _("Online shop")
    LIVE = "live", _("Live show")
    HUB = "hub", _("Food hub")
    STREET = "street", _("Street shop")


class Agreement(models.Model):
    """A merchant's commission plan from one day to another; the house's plan holds on every other day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey(
        Merchant, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("merchant")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merchant", "starts_on"], name="merchants_agreement_one_a_day"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="merchants_agreement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merchant_id} {self.starts_on} – {self.ends_on or ''}"


class AgreementRate(models.Model):
    """What an agreement takes on one channel, in basis points."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="rates", verbose_name=_("agreement")
    )
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    commission_bp = models.PositiveSmallIntegerField(_("commission (hundredths of a percent)"))

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering: ClassVar = ["channel"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "channel"], name="merchants_agreement_rate_once"),
            models.CheckConstraint(condition=Q(commission_bp__lte=WHOLE_BP), name="merchants_agreement_rate_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.commission_bp}"


class MarketRate(models.Model):
    """What selling costs elsewhere in a country and channel: a fact somebody published, with its source and day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(_("country"), max_length=2)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices)
    market_bp = models.PositiveSmallIntegerField(_("rate elsewhere (hundredths of a percent)"))
    source = models.CharField(_("source"), max_length=300)
    published_on = models.DateField(_("published"))
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("market rate")
        verbose_name_plural = _("market rates")
        ordering: ClassVar = ["country", "channel", "-published_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "channel", "published_on"], name="merchants_market_rate_once"),
            models.CheckConstraint(
                condition=Q(market_bp__range=(1, WHOLE_BP)), name="merchants_market_rate_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.channel} {self.market_bp}"

    @property
    def source_shown(self) -> str:
        """The source as the reader is told it: words of the house's own in their language, any other as written."""
        return gettext(self.source)
