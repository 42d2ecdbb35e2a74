"""Which host sold which line of an order, what it earned, and what reached the farmers through each host."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market.models.affiliates import Affiliate
from dure.rooms.market.models.promotions import Programme, PromotionLink
from dure.rooms.market.promoting import Reason, reason_words


class Attribution(models.Model):
    """The decision about one line of a paid order, kept with its reason. Amounts in minor units.

    `commission` is what the host gets of what was kept of the line: expected while the line's money is held, final once
    it is `settled_at`. Then it lies with the host (earned), aside for our staff's look (held) or with the seller.
    """

    class Status(models.TextChoices):
        """Where the commission stands."""

        PENDING = "pending", _("Waiting for delivery")
        HELD = "held", _("Looked at by our staff")
        EARNED = "earned", _("Earned")
        REVERSED = "reversed", _("Taken back")
        REFUSED = "refused", _("Earns nothing")

    PROMISED: ClassVar = (Status.PENDING, Status.HELD, Status.EARNED)
    """What of it counts against a programme's budget."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"))
    line_no = models.PositiveSmallIntegerField(_("line"))
    affiliate = models.ForeignKey(
        Affiliate, on_delete=models.PROTECT, related_name="+", verbose_name=_("host of the network")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme for hosts")
    )
    link = models.ForeignKey(PromotionLink, on_delete=models.PROTECT, related_name="+", verbose_name=_("link"))
    seller = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    buyer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("buyer"))
    touched_at = models.DateTimeField(_("followed the link"))
    ordered_at = models.DateTimeField(_("ordered"))
    commission_bp = models.PositiveIntegerField(_("commission in basis points"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("goods"))
    commission = models.BigIntegerField(_("commission"))
    reversed = models.BigIntegerField(_("taken back"), default=0)
    to_farmer = models.BigIntegerField(_("reached the farmer"), default=0)
    status = models.CharField(_("status"), max_length=8, choices=Status)
    reason = models.CharField(_("reason"), max_length=30, choices=[(each.value, reason_words(each)) for each in Reason])
    decided_at = models.DateTimeField(_("decided"))
    settled_at = models.DateTimeField(_("money shared out"), null=True)
    paid_at = models.DateTimeField(_("paid"), null=True)

    class Meta:
        verbose_name = _("order through a host")
        verbose_name_plural = _("orders through hosts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cell_id", "order_id", "line_no"], name="attribution_once_per_line"),
            models.CheckConstraint(
                condition=Q(commission__gte=0, reversed__gte=0, amount__gte=0) & Q(commission__lte=F("amount")),
                name="attribution_parts_fit",
            ),
            models.CheckConstraint(
                condition=~Q(status="earned") | Q(settled_at__isnull=False), name="attribution_earned_is_settled"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["affiliate", "-ordered_at"], name="attribution_of_affiliate"),
            models.Index(fields=["affiliate", "status"], name="attribution_of_status"),
            models.Index(fields=["link", "status"], name="attribution_of_link"),
            models.Index(fields=["programme", "status"], name="attribution_of_programme"),
            models.Index(fields=["buyer", "-ordered_at"], name="attribution_of_buyer"),
            models.Index(fields=["ordered_at", "id"], name="attribution_held", condition=Q(status="held")),
            models.Index(
                fields=["settled_at"], name="attribution_to_pay", condition=Q(status="earned", paid_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        """Return order and line."""
        return f"{self.order_id}/{self.line_no}"

    @property
    def price(self) -> Money:
        """What the host gets."""
        return Money(self.commission, self.currency)

    @property
    def is_promised(self) -> bool:
        """Whether it counts against the budget."""
        return self.status in self.PROMISED

    @property
    def counts(self) -> bool:
        """Whether the leaderboard counts it."""
        return self.status == self.Status.EARNED


class Standing(models.Model):
    """What reached farmers through a host, in one month or ever (`all`), in one province or everywhere (empty).

    Kept with each change of an attribution, in the same transaction, so that the leaderboard is read and never summed.
    """

    id = models.BigAutoField(primary_key=True)
    affiliate = models.ForeignKey(
        Affiliate, on_delete=models.PROTECT, related_name="+", verbose_name=_("host of the network")
    )
    period = models.CharField(_("period"), max_length=7)
    region_path = models.CharField(_("region"), max_length=32, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    line_count = models.IntegerField(_("lines"), default=0)
    to_farmers = models.BigIntegerField(_("reached farmers"), default=0)
    commission = models.BigIntegerField(_("commission"), default=0)

    class Meta:
        verbose_name = _("standing of a host")
        verbose_name_plural = _("standings of hosts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["affiliate", "period", "region_path", "currency"], name="standing_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["period", "region_path", "currency", "-to_farmers", "affiliate"], name="standing_best"
            ),
        ]

    def __str__(self) -> str:
        """Return period and region."""
        return f"{self.period} {self.region_path}"

    @property
    def reached(self) -> Money:
        """What reached the farmers."""
        return Money(self.to_farmers, self.currency)
