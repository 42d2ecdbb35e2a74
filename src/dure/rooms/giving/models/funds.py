"""Funds, gifts into them and money out of them. What they hold stands in the book, not here."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id

CURRENCY_LENGTH = 3


class Fund(models.Model):
    """Money kept for one purpose by a charity; open funds take gifts and pledges."""

    class Status(models.TextChoices):
        """Whether it takes gifts."""

        OPEN = "open", _("Open for gifts")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("charity")
    )
    name = models.CharField(_("name"), max_length=120)
    name_ko = models.CharField(_("name in Korean"), max_length=120, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    purpose = models.TextField(_("what it is for"), max_length=1000)
    purpose_ko = models.TextField(_("what it is for, in Korean"), max_length=1000, blank=True)
    purpose_zh = models.TextField(_("what it is for, in Chinese"), max_length=1000, blank=True)
    purpose_en = models.TextField(_("what it is for, in English"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.UUIDField(_("opened by"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="fund_name_once_per_charity"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="fund_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def shown_name(self) -> str:
        """The name for whoever reads the page now."""
        return _in_language(self, "name")

    @property
    def shown_purpose(self) -> str:
        """What it is for, for whoever reads the page now."""
        return _in_language(self, "purpose")

    @property
    def is_open(self) -> bool:
        """Whether it takes gifts."""
        return self.status == self.Status.OPEN


def _in_language(row: models.Model, field: str) -> str:
    suffix = {"ko": "_ko", "zh-hans": "_zh", "en": "_en"}.get(get_language() or "", "")
    words: str = getattr(row, f"{field}{suffix}") or getattr(row, field)
    return words


class Donation(models.Model):
    """A gift from a person's wallet; named in public only if the giver wants it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="donations", verbose_name=_("fund"))
    person_id = models.UUIDField(_("giver"))
    amount = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=CURRENCY_LENGTH)
    is_named = models.BooleanField(_("named in public"), default=False)
    client_key = models.UUIDField(_("key of the form"), unique=True)
    given_at = models.DateTimeField(_("given"))
    entry_id = models.BigIntegerField(_("entry in the book"))

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="donation_is_something"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-id"], name="donation_of_person"),
            models.Index(fields=["entry_id"], name="donation_entry"),
        ]

    def __str__(self) -> str:
        """Return amount and currency."""
        return f"{self.amount} {self.currency}"


class Disbursement(models.Model):
    """Money paid out of a fund: to whom, for what, by whom, with evidence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="disbursements", verbose_name=_("fund"))
    amount = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=CURRENCY_LENGTH)
    receiver = models.CharField(_("paid to"), max_length=120)
    purpose = models.CharField(_("for what"), max_length=500)
    client_key = models.UUIDField(_("key of the form"), unique=True)
    paid_at = models.DateTimeField(_("paid"))
    paid_by = models.UUIDField(_("paid by"), null=True)
    entry_id = models.BigIntegerField(_("entry in the book"))

    class Meta:
        verbose_name = _("payment out of a fund")
        verbose_name_plural = _("payments out of funds")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="disbursement_is_something"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["entry_id"], name="disbursement_entry")]

    def __str__(self) -> str:
        """Return the receiver."""
        return self.receiver


class Evidence(models.Model):
    """A picture that shows what a payment out of a fund was for; public."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    disbursement = models.ForeignKey(
        Disbursement, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("payment out of a fund")
    )
    position = models.PositiveSmallIntegerField(_("place"))
    key = models.CharField(_("where it lies"), max_length=200)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["disbursement", "position"], name="evidence_place"),
        ]

    def __str__(self) -> str:
        """Return where it lies."""
        return self.key
