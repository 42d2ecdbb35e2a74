"""Payout runs and the payouts in them. Amounts in minor units."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.merchants.models.merchants import Merchant, PayoutAccount


class PayoutStatus(models.TextChoices):
    """How far a payout is."""

    UNDER_WAY = "under_way", _("On its way")
    PAID = "paid", _("Arrived")
    BOUNCED = "bounced", _("Came back")


class PayoutRun(models.Model):
    """Everything that was due in one currency at one moment, sent with one bank file. The same key makes it once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(_("key"), max_length=64, unique=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3)
    total = models.PositiveBigIntegerField(_("sum"))
    payout_count = models.PositiveIntegerField(_("payouts"))
    pays_on = models.DateField(_("to be paid on"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout run")
        verbose_name_plural = _("payout runs")
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(total__gt=0, payout_count__gt=0), name="merchants_run_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.currency}"


class Payout(models.Model):
    """One merchant's earnings on their way to the bank. `entry_id` is the book's entry that took them out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts", verbose_name=_("run"))
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="+", verbose_name=_("merchant"))
    account = models.ForeignKey(
        PayoutAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("payout account")
    )
    amount = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    entry_id = models.BigIntegerField(_("entry in the book"))
    status = models.CharField(_("status"), max_length=10, choices=PayoutStatus.choices, default=PayoutStatus.UNDER_WAY)
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("arrived or came back"), null=True, blank=True)
    bounce_reason = models.CharField(_("why it came back"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "merchant"], name="merchants_payout_one_per_run"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="merchants_payout_is_something"),
            models.CheckConstraint(
                condition=Q(status="under_way", ended_at__isnull=True)
                | ~Q(status="under_way") & Q(ended_at__isnull=False),
                name="merchants_payout_ended_when_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["merchant", "-made_at"], name="merchants_payout_newest")]

    def __str__(self) -> str:
        return f"{self.merchant_id} {self.amount} {self.currency}"

    @property
    def end_to_end_id(self) -> str:
        """The name the bank reports it by: the id without dashes, which fits the 35 characters a bank allows."""
        return self.id.hex
