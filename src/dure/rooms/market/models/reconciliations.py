"""Runs that compare our payments with the providers and the book, and every difference they found."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market.models.payments import Payment


class Reconciliation(models.Model):
    """One run over one provider's payments since a moment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(_("provider"), max_length=20)
    since = models.DateTimeField(_("since"))
    ran_at = models.DateTimeField(_("compared"))
    payment_count = models.PositiveIntegerField(_("payments compared"), default=0)
    difference_count = models.PositiveIntegerField(_("differences"), default=0)
    failure = models.CharField(_("what went wrong"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("reconciliation")
        verbose_name_plural = _("reconciliations")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-ran_at"], name="reconciliation_newest")]

    def __str__(self) -> str:
        """Return provider and time."""
        return f"{self.provider} {self.ran_at:%Y-%m-%d %H:%M}"


class Difference(models.Model):
    """One thing on which we, the provider and the book do not agree; open until somebody or a later run settles it."""

    class Kind(models.TextChoices):
        """What does not fit."""

        PAID_THERE_ONLY = "paid_there_only", _("The provider says paid, we do not")
        PAID_HERE_ONLY = "paid_here_only", _("We say paid, the provider does not")
        UNKNOWN_THERE = "unknown_there", _("The provider has a charge that is none of our payments")
        AMOUNT_DIFFERS = "amount_differs", _("Another amount was paid than was asked for")
        REFUND_DIFFERS = "refund_differs", _("Another amount went back than we gave back")
        NOT_IN_BOOK = "not_in_book", _("The book has another amount than the payment")
        REFUND_FAILED = "refund_failed", _("A refund could not be sent")
        UNKNOWN_NEWS = "unknown_news", _("A message about a payment we do not know")

    class Outcome(models.TextChoices):
        """How it ended."""

        OPEN = "open", pgettext_lazy("not settled", "Open")
        MATCHED = "matched", _("Matched")
        REFUNDED = "refunded", _("Given back")
        WRITTEN_OFF = "written_off", _("Written off")
        VANISHED = "vanished", _("Settled by itself")

    WITHOUT_MONEY: ClassVar = (Kind.REFUND_FAILED, Kind.UNKNOWN_NEWS)
    """Kinds that the book has right; writing them off moves nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(_("provider"), max_length=20)
    kind = models.CharField(_("what does not fit"), max_length=20, choices=Kind)
    subject = models.CharField(_("about"), max_length=220)
    """The payment's, refund's, charge's or message's own name; a difference stands once while it is open."""
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("payment")
    )
    charge_reference = models.CharField(_("provider's charge"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    ours = models.BigIntegerField(_("we have"), default=0)
    theirs = models.BigIntegerField(_("the provider has"), default=0)
    booked = models.BigIntegerField(_("the book has"), default=0)
    found_at = models.DateTimeField(_("found"))
    seen_at = models.DateTimeField(_("last seen"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.OPEN)
    closed_at = models.DateTimeField(_("dealt with"), null=True)
    closed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "kind", "subject"], name="difference_open_once", condition=Q(outcome="open")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outcome", "-found_at"], name="difference_newest"),
        ]

    def __str__(self) -> str:
        """Return what and about what."""
        return f"{self.kind} {self.subject}"

    @property
    def ours_written(self) -> Money:
        """What we have of it."""
        return Money(self.ours, self.currency)

    @property
    def theirs_written(self) -> Money:
        """What the provider has of it."""
        return Money(self.theirs, self.currency)

    @property
    def booked_written(self) -> Money:
        """What the book has of it."""
        return Money(self.booked, self.currency)
