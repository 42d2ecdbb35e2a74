"""The card sandbox's own tables: it plays an outside card company and knows nothing of orders and the book."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.kernel.ids import new_id
from dure.kernel.money import Money


class SandboxCharge(models.Model):
    """What a shop asked the sandbox to collect, and what became of it."""

    class Status(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("not settled", "Open")
        CHALLENGED = "challenged", _("Waiting for the code")
        PAID = "paid", _("Paid")
        DECLINED = "declined", _("Declined")
        CANCELLED = "cancelled", _("Called off")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shop_reference = models.UUIDField(_("the shop's reference"), unique=True)
    title = models.CharField(_("what for"), max_length=200)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    refunded = models.BigIntegerField(_("given back"), default=0)
    return_url = models.CharField(max_length=500)
    news_url = models.CharField(max_length=500)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    behaviour = models.CharField(_("test card"), max_length=20, blank=True)
    card_end = models.CharField(_("last digits"), max_length=4, blank=True)
    code = models.CharField(max_length=6, blank=True)
    wrong_code_count = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    made_at = models.DateTimeField(_("made"))
    known_at = models.DateTimeField(_("known from"), null=True)
    """From when on the sandbox tells the outcome; a slow bank knows it later than it was paid."""

    class Meta:
        verbose_name = _("charge of the card sandbox")
        verbose_name_plural = _("charges of the card sandbox")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, refunded__gte=0, refunded__lte=F("amount")), name="sandbox_charge_parts_fit"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-made_at"], name="sandbox_charge_newest")]

    def __str__(self) -> str:
        """Return what it is for."""
        return self.title

    @property
    def price(self) -> Money:
        """What is to be collected."""
        return Money(self.amount, self.currency)

    def is_known(self, at: datetime) -> bool:
        """Whether the outcome can be told at this moment."""
        return self.known_at is not None and self.known_at <= at


class SandboxRefund(models.Model):
    """Money the sandbox gave back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(SandboxCharge, on_delete=models.CASCADE, related_name="refunds")
    shop_reference = models.UUIDField(_("the shop's reference"), unique=True)
    amount = models.BigIntegerField(_("amount"))
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("refund of the card sandbox")
        verbose_name_plural = _("refunds of the card sandbox")

    def __str__(self) -> str:
        """Return the amount."""
        return f"{self.amount}"


class SandboxNews(models.Model):
    """A message of the sandbox on its way to the shop."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(SandboxCharge, on_delete=models.CASCADE, related_name="news")
    event_id = models.CharField(max_length=60)
    """Messages sent twice bear the same."""
    kind = models.CharField(max_length=40)
    body = models.TextField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message of the card sandbox")
        verbose_name_plural = _("messages of the card sandbox")

    def __str__(self) -> str:
        """Return its kind."""
        return self.kind
