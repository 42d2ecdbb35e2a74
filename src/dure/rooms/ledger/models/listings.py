"""Hot tables as the back office lists them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.rooms.ledger.models.book import Hold


class Listing(models.Model):
    """A hot table as the back office lists it: a database view with one key instead of two (`sql/listings.sql`)."""

    key = models.CharField(_("key"), max_length=40, primary_key=True)
    cell_id = models.IntegerField(_("part of the book"))

    class Meta:
        abstract = True
        managed = False

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class ListedEntry(Listing):
    """An entry in the back office."""

    entry_id = models.BigIntegerField(_("number"))
    kind = models.PositiveSmallIntegerField(_("what happened"))
    reference = models.CharField(_("reference"), max_length=120)
    accounts = ArrayField(models.CharField(max_length=80), verbose_name=_("accounts"))
    units = ArrayField(models.CharField(max_length=20), verbose_name=_("units"))
    amounts = ArrayField(models.BigIntegerField(), verbose_name=_("amounts"))
    recorded_at = models.DateTimeField(_("recorded"))
    happened_at = models.DateTimeField(_("happened"))
    reverses = models.BigIntegerField(_("undoes"), null=True)
    about = models.JSONField(_("further words"))

    class Meta(Listing.Meta):
        db_table = "ledger_listed_entry"
        verbose_name = _("entry")
        verbose_name_plural = _("entries")


class ListedHold(Listing):
    """A hold in the back office."""

    hold_id = models.BigIntegerField(_("number"))
    reference = models.CharField(_("reference"), max_length=120)
    account = models.CharField(_("account"), max_length=80)
    unit = models.CharField(_("unit"), max_length=20)
    amount = models.BigIntegerField(_("amount"))
    captured = models.BigIntegerField(_("taken"))
    released = models.BigIntegerField(_("given back"))
    status = models.CharField(_("status"), max_length=10, choices=Hold.Status)
    made_at = models.DateTimeField(_("reserved"))
    expires_at = models.DateTimeField(_("runs out"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    about = models.JSONField(_("further words"))

    class Meta(Listing.Meta):
        db_table = "ledger_listed_hold"
        verbose_name = _("hold")
        verbose_name_plural = _("holds")


class ListedSeal(Listing):
    """A sealed day in the back office."""

    day = models.DateField(_("day"))
    hash = models.CharField(_("fingerprint"), max_length=64)
    previous = models.CharField(_("fingerprint of the day before"), max_length=64)
    entry_count = models.PositiveIntegerField(_("entries"))
    account_count = models.PositiveIntegerField(_("new accounts"))
    sealed_at = models.DateTimeField(_("sealed"))

    class Meta(Listing.Meta):
        db_table = "ledger_listed_seal"
        verbose_name = _("sealed day")
        verbose_name_plural = _("sealed days")
