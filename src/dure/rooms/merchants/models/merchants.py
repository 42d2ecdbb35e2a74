"""Merchants, what happened to them, and where their money goes."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly

CURRENCY_OF = {"KR": "KRW", "CN": "CNY"}
"""In which currency merchants of a country sell and are paid."""


class Status(models.TextChoices):
    """How far a merchant is."""

    STARTED = "started", _("Being set up")
    APPLIED = "applied", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    SUSPENDED = "suspended", _("Suspended")


class Merchant(models.Model):
    """An organisation that sells: how far it is, from where, and how it delivers. Amounts in minor units."""

    organisation = models.OneToOneField(
        "people.Organisation",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.STARTED)
    country = models.CharField(_("country"), max_length=2, default="KR")
    currency = models.CharField(_("currency"), max_length=3, default="KRW")
    region = models.ForeignKey(
        "people.Region", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("region")
    )
    address = models.ForeignKey(
        "people.Address", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("address")
    )
    delivery_fee = models.PositiveBigIntegerField(_("delivery fee"), default=0)
    free_delivery_from = models.PositiveBigIntegerField(_("free delivery from"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("started by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        verbose_name = _("merchant")
        verbose_name_plural = _("merchants")
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=Status.STARTED) | Q(region__isnull=False, address__isnull=False),
                name="merchants_merchant_has_its_place",
            ),
            models.CheckConstraint(condition=Q(currency__in=["KRW", "CNY"]), name="merchants_merchant_currency"),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "-started_at"], name="merchants_by_status")]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"

    @property
    def is_approved(self) -> bool:
        """Whether the public may buy from it."""
        return self.status == Status.APPROVED


class MerchantAct(AppendOnly):
    """Something that happened to a merchant, who did it and why."""

    class What(models.TextChoices):
        """What happened."""

        STARTED = "started", _("Began to set up")
        APPLIED = "applied", _("Asked for approval")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Approval refused or taken back")
        SUSPENDED = "suspended", _("Suspended")
        RESUMED = "resumed", _("Resumed")
        ACCOUNT_ADDED = "account_added", _("Payout account entered")
        ACCOUNT_CHANGED = "account_changed", _("Payout account changed")
        ACCOUNT_CONFIRMED = "account_confirmed", _("Payout account confirmed")
        DELIVERY_CHANGED = "delivery_changed", _("Delivery terms changed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey(Merchant, on_delete=models.PROTECT, related_name="acts", verbose_name=_("merchant"))
    what = models.CharField(_("what happened"), max_length=20, choices=What.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.merchant_id} {self.what}"


class PayoutAccount(models.Model):
    """Where a merchant's money goes. The number is sealed; `tail` is the end of it that people may see."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey(
        Merchant, on_delete=models.PROTECT, related_name="payout_accounts", verbose_name=_("merchant")
    )
    bank = models.CharField(_("bank"), max_length=12)
    holder = models.CharField(_("account holder"), max_length=70)
    sealed_number = models.TextField(_("number, sealed"), editable=False)
    tail = models.CharField(_("last digits"), max_length=4)
    added_at = models.DateTimeField(_("entered"))
    added_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    usable_from = models.DateTimeField(_("used from"))
    confirmed_at = models.DateTimeField(_("confirmed by an owner"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    bounced_at = models.DateTimeField(_("money came back"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        verbose_name = _("payout account")
        verbose_name_plural = _("payout accounts")
        ordering: ClassVar = ["-added_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merchant"], condition=Q(replaced_at__isnull=True), name="merchants_payout_account_one"
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """The number as people may see it."""
        return f"••••{self.tail}"

    def hold_at(self, moment: datetime) -> str:
        """Return why nothing may be sent there at this moment: `unconfirmed`, `bounced`, `changed`, or empty."""
        if self.confirmed_at is None:
            return "unconfirmed"
        if self.bounced_at is not None:
            return "bounced"
        return "changed" if moment < self.usable_from else ""
