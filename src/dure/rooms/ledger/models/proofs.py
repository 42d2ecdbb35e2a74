"""What shows that the book is whole, and what people take out of it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly


class Seal(AppendOnly):
    """A finished day of a cell: SHA-256 over the hash of the day before and the leaves of this day's lines."""

    pk = models.CompositePrimaryKey("cell_id", "day")
    cell_id = models.IntegerField()
    day = models.DateField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    account_count = models.PositiveIntegerField()
    totals = models.JSONField()
    sealed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["day"], name="seal_day")]

    def __str__(self) -> str:
        """Return day and the beginning of the hash."""
        return f"{self.day} {self.hash[:12]}"


class SealedLeaves(AppendOnly):
    """Up to 1,000 leaves of a sealed day: the ids, and 32 bytes for each. Tells which entry was tampered with."""

    pk = models.CompositePrimaryKey("cell_id", "day", "position")
    cell_id = models.IntegerField()
    day = models.DateField()
    position = models.PositiveIntegerField()
    ids = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()

    def __str__(self) -> str:
        """Return day and place."""
        return f"{self.day} {self.position}"


class Proof(AppendOnly):
    """The outcome of one run over the whole book; public."""

    proof_id = models.BigAutoField(_("number"), primary_key=True)
    ran_at = models.DateTimeField(_("looked through"))
    duration_ms = models.PositiveIntegerField(_("took (ms)"))
    entry_count = models.PositiveBigIntegerField(_("entries"))
    balance_count = models.PositiveBigIntegerField(_("balances"))
    day_count = models.PositiveIntegerField(_("sealed days"))
    book_hash = models.CharField(_("fingerprint of the book"), max_length=64)
    problem_count = models.PositiveIntegerField(_("findings"))
    problems = models.JSONField(_("findings in detail"))

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-ran_at"], name="proof_newest")]

    def __str__(self) -> str:
        """Return time and outcome."""
        return f"{self.ran_at:%Y-%m-%d %H:%M} {self.problem_count} problems"

    @property
    def holds(self) -> bool:
        """Whether the book was found in order."""
        return self.problem_count == 0


class Export(models.Model):
    """A statement made into a file by a job, kept for a week for the one who asked."""

    class Format(models.TextChoices):
        """What sort of file."""

        CSV = "csv"
        XLSX = "xlsx"

    export_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    account = models.CharField(max_length=80)
    unit = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    format = models.CharField(max_length=4, choices=Format)
    file = models.FileField(upload_to="statements/", blank=True)
    progress_id = models.UUIDField(null=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-requested_at"], name="ledger_export_newest"),
            models.Index(fields=["requested_at"], name="ledger_export_age"),
        ]

    def __str__(self) -> str:
        """Return what it is of."""
        return f"{self.account} {self.first} – {self.last}"
