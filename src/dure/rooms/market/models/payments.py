"""Payments, what providers tell us about them, and money going back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.money import Money


class Payment(models.Model):
    """One attempt to pay through one provider: an order, or for one's own wallet. It is in the book when it is paid."""

    class Purpose(models.TextChoices):
        """What the money is for."""

        ORDER = "order", _("An order")
        TOP_UP = "top_up", _("The payer's wallet")

    class Status(models.TextChoices):
        """Where it stands."""

        BEGUN = "begun", _("Begun")
        PENDING = "pending", _("Under way")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Called off")

    OPEN: ClassVar = (Status.BEGUN, Status.PENDING)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    purpose = models.CharField(_("what it is for"), max_length=8, choices=Purpose, default=Purpose.ORDER)
    order_id = models.BigIntegerField(_("order"), null=True)
    payer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("payer"))
    provider = models.CharField(_("provider"), max_length=20)
    provider_reference = models.CharField(_("provider's reference"), max_length=200, blank=True)
    charge_reference = models.CharField(_("provider's charge"), max_length=200, blank=True)
    """What the provider calls the money itself, once it was paid; refunds and statements name it."""
    source_account = models.CharField(_("paid from"), max_length=80)
    """The book's account the money comes from and goes back to: a wallet, or the provider outside."""
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.BEGUN)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    refunded = models.BigIntegerField(_("given back"), default=0)
    failure = models.CharField(_("reason"), max_length=60, blank=True)
    return_to = models.CharField(max_length=500, blank=True)
    about = models.JSONField(_("further words"), default=dict)
    begun_at = models.DateTimeField(_("begun"))
    paid_at = models.DateTimeField(_("paid"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ask_at = models.DateTimeField(_("asked for next"), null=True)
    """When the provider is asked again how it stands; none once that is known for good."""
    ask_count = models.PositiveSmallIntegerField(_("times asked"), default=0)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "provider_reference"],
                name="payment_once_per_reference",
                condition=~Q(provider_reference=""),
            ),
            models.UniqueConstraint(
                fields=["cell_id", "order_id"],
                name="payment_one_open_per_order",
                condition=Q(status__in=["begun", "pending"]),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, refunded__gte=0) & Q(refunded__lte=models.F("amount")),
                name="payment_parts_fit",
            ),
            models.CheckConstraint(
                condition=Q(purpose="order", order_id__isnull=False) | Q(purpose="top_up", order_id__isnull=True),
                name="payment_is_for_something",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cell_id", "order_id"], name="payment_of_order"),
            models.Index(fields=["ask_at"], name="payment_to_ask", condition=Q(ask_at__isnull=False)),
            models.Index(fields=["begun_at"], name="payment_open", condition=Q(status__in=["begun", "pending"])),
            models.Index(fields=["-begun_at"], name="payment_newest"),
        ]

    def __str__(self) -> str:
        """Return order and provider."""
        return f"{self.order_id or self.purpose} {self.provider}"

    @property
    def price(self) -> Money:
        """What is paid with it."""
        return Money(self.amount, self.currency)

    @property
    def is_open(self) -> bool:
        """Whether its outcome is not known yet."""
        return self.status in self.OPEN

    @property
    def left(self) -> Money:
        """What of it was not given back."""
        return Money(self.amount - self.refunded, self.currency)


class ProviderNews(models.Model):
    """One message of a provider, kept as it came; handled once, in whatever order such messages come."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(_("provider"), max_length=20)
    news_id = models.CharField(_("provider's number"), max_length=200)
    kind = models.CharField(_("kind"), max_length=80)
    contents = models.JSONField(_("contents"))
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("payment")
    )
    received_at = models.DateTimeField(_("received"))
    handled_at = models.DateTimeField(_("handled"), null=True)
    outcome = models.CharField(_("outcome"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("provider's news")
        verbose_name_plural = _("providers' news")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["provider", "news_id"], name="provider_news_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["received_at"], name="provider_news_waiting", condition=Q(handled_at__isnull=True)),
            models.Index(fields=["-received_at"], name="provider_news_newest"),
        ]

    def __str__(self) -> str:
        """Return provider and number."""
        return f"{self.provider} {self.news_id}"


class Refund(models.Model):
    """Money going back the way it came. The book has it at once; `status` says how far the provider is."""

    class Status(models.TextChoices):
        """How far it is."""

        TO_SEND = "to_send", _("To be sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"))
    fulfilment_id = models.UUIDField(_("part"), null=True)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.TO_SEND)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    key = models.CharField(_("key"), max_length=120, null=True, unique=True)  # noqa: DJ001  no key is no key, and none meets another
    """Names the refund for whoever asks for it, so that asking twice gives back once."""
    provider_reference = models.CharField(_("provider's reference"), max_length=200, blank=True)
    failure = models.CharField(_("what went wrong"), max_length=200, blank=True)
    attempt_count = models.PositiveIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("made"))
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_has_something"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cell_id", "order_id"], name="refund_of_order"),
            models.Index(fields=["made_at"], name="refund_to_send", condition=Q(status="to_send")),
            models.Index(fields=["-made_at"], name="refund_newest"),
        ]

    def __str__(self) -> str:
        """Return order and amount."""
        return f"{self.order_id} {self.amount}"

    @property
    def price(self) -> Money:
        """What goes back."""
        return Money(self.amount, self.currency)
