"""What hosts are promised for promoting, their links, and who came by one."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market.models.affiliates import Affiliate
from dure.rooms.market.promoting import COMMISSION_MAX_BP, WINDOW_DAYS_MAX, percent


class Programme(models.Model):
    """A seller pays hosts for what they sell: of everything, of one product, or of one offer.

    `commission_bp` comes out of the seller's share. `committed` is what of the budget is promised or spent.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seller = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("product")
    )
    offer_id = models.BigIntegerField(_("offer"), null=True)
    currency = models.CharField(_("currency"), max_length=3)
    commission_bp = models.PositiveIntegerField(_("commission in basis points"))
    window_days = models.PositiveSmallIntegerField(_("days a link counts"))
    budget = models.BigIntegerField(_("budget"), null=True)
    committed = models.BigIntegerField(_("promised or spent"), default=0)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True)
    paused_at = models.DateTimeField(_("paused"), null=True)
    opened_by = models.UUIDField(_("opened by"), null=True)
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("programme for hosts")
        verbose_name_plural = _("programmes for hosts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(commission_bp__gt=0, commission_bp__lte=COMMISSION_MAX_BP)
                & Q(window_days__gt=0, window_days__lte=WINDOW_DAYS_MAX),
                name="programme_terms_in_bounds",
            ),
            models.CheckConstraint(
                condition=(Q(budget__isnull=True) | Q(budget__gt=0)) & Q(committed__gte=0), name="programme_budget_fits"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="programme_ends_after_start"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["seller", "-opened_at"], name="programme_of_seller"),
            models.Index(fields=["-commission_bp", "id"], name="programme_best_paid", condition=Q(paused_at=None)),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return f"{self.id}"

    @property
    def percent(self) -> str:
        """The commission in percent, without zeros at the end."""
        return percent(self.commission_bp)

    @property
    def left(self) -> Money | None:
        """What of the budget is still free; None without one."""
        return None if self.budget is None else Money(max(self.budget - self.committed, 0), self.currency)

    def runs_at(self, moment: datetime) -> bool:
        """Whether what was ordered at a moment earns a commission."""
        is_paused = self.paused_at is not None and self.paused_at <= moment
        return self.starts_at <= moment and not is_paused and (self.ends_at is None or moment < self.ends_at)

    @property
    def is_running(self) -> bool:
        """Whether what is ordered now earns a commission."""
        return self.runs_at(clock.now())

    @property
    def is_over(self) -> bool:
        """Whether it has ended for good."""
        return self.ends_at is not None and self.ends_at <= clock.now()

    @property
    def window(self) -> timedelta:
        """How long after following a link an order counts."""
        return timedelta(days=self.window_days)


class PromotionLink(models.Model):
    """A host's own link to a show, a product, an offer or a seller's whole front. Its code names nobody."""

    class Target(models.TextChoices):
        """What it leads to."""

        SELLER = "seller", _("Everything of the seller")
        PRODUCT = "product", _("A product")
        OFFER = "offer", _("An offer")
        SHOW = "show", _("A live show")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=12, unique=True)
    affiliate = models.ForeignKey(
        Affiliate, on_delete=models.PROTECT, related_name="links", verbose_name=_("host of the network")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="links", verbose_name=_("programme for hosts")
    )
    target = models.CharField(_("leads to"), max_length=8, choices=Target)
    target_id = models.CharField(_("its number"), max_length=36)
    made_at = models.DateTimeField(_("made"))
    visitor_count = models.PositiveIntegerField(_("people who came"), default=0)

    class Meta:
        verbose_name = _("link of a host")
        verbose_name_plural = _("links of hosts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["affiliate", "programme", "target", "target_id"], name="promotion_link_once_per_target"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["affiliate", "-made_at"], name="promotion_link_of_affiliate"),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Touch(models.Model):
    """Somebody followed a link: a person, or a browser until somebody signs in on it. One row for each and link.

    `moments` are the last times, newest last, with what held then: `[[at, until, commission_bp], …]`, in milliseconds.
    """

    id = models.BigAutoField(primary_key=True)
    link = models.ForeignKey(PromotionLink, on_delete=models.PROTECT, related_name="+", verbose_name=_("link"))
    seller_id = models.UUIDField(_("seller"))
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    browser_id = models.UUIDField(_("browser"), null=True)
    moments = models.JSONField(_("when"))
    kept_until = models.DateTimeField(_("forgotten after"))

    class Meta:
        verbose_name = _("visit by a link")
        verbose_name_plural = _("visits by links")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "link"], name="touch_once_per_person", condition=Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["browser_id", "link"], name="touch_once_per_browser", condition=Q(browser_id__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, browser_id__isnull=True)
                | Q(person__isnull=True, browser_id__isnull=False),
                name="touch_is_of_one_visitor",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kept_until"], name="touch_to_forget"),
            models.Index(fields=["link"], name="touch_of_link"),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return f"{self.id}"
