"""Acts over many rows that can be taken back: bulk changes and imports."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id


class BulkAct(models.Model):
    """One change of many offers at once; `before` says how each one stood, so that it can be taken back."""

    class Sort(models.TextChoices):
        """What was done."""

        PAUSE = "pause", _("Paused")
        RESUME = "resume", _("Put on sale again")
        PRICE = "price", _("Prices changed")
        RESTOCK = "restock", _("Stock added")
        HOLIDAY = "holiday", _("Closed for a while")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    sort = models.CharField(_("what was done"), max_length=8, choices=Sort)
    before = models.JSONField(_("how it was"))
    made_at = models.DateTimeField(_("when"))
    made_by_id = models.UUIDField(_("by"), null=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        ordering: ClassVar = ["-made_at"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-made_at"], name="catalog_bulk_newest")]

    def __str__(self) -> str:
        """Return what was done, and when."""
        return f"{self.sort} {self.made_at:%Y-%m-%d %H:%M}"


class ProduceImport(models.Model):
    """An uploaded list of products: read and checked first, brought in when confirmed, taken back as a whole."""

    class Status(models.TextChoices):
        """How far it is."""

        READ = "read", _("Looked at")
        RUNNING = "running", _("Being brought in")
        DONE = "done", _("Brought in")
        UNDONE = "undone", _("Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    file_name = models.CharField(_("file"), max_length=120)
    file_hash = models.CharField(max_length=64)
    heads = models.JSONField(_("column heads"))
    rows = models.JSONField(_("rows"))
    first_row_number = models.PositiveIntegerField(default=2)
    columns = models.JSONField(_("which column is what"))
    numbers_left = ArrayField(models.PositiveIntegerField(), default=list)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.READ)
    product_ids = ArrayField(models.UUIDField(), default=list)
    offer_ids = ArrayField(models.BigIntegerField(), default=list)
    changed = models.JSONField(default=list)
    progress_id = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by_id = models.UUIDField(_("uploaded by"), null=True)
    done_at = models.DateTimeField(_("brought in"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of products")
        verbose_name_plural = _("imports of products")
        ordering: ClassVar = ["-uploaded_at"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-uploaded_at"], name="catalog_import_newest")]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name
