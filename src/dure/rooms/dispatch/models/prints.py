"""Many waybills in one file, made by the worker and kept for a day for the one who asked."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from dure.kernel.ids import new_id


class LabelRun(models.Model):
    """A file of waybills in the making, or made."""

    class Paper(models.TextChoices):
        """What it is printed on."""

        LABEL = "label"
        A4 = "a4"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    shipment_ids = ArrayField(models.UUIDField())
    paper = models.CharField(max_length=5, choices=Paper)
    file = models.FileField(upload_to="labels/", blank=True)
    progress_id = models.UUIDField(null=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["requested_at"], name="dispatch_label_run_age")]
