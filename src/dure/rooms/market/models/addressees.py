"""The buyer's address book."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id


class Addressee(models.Model):
    """Somebody a buyer has goods brought to: themselves, their parents. A change makes a new row and ends this one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("buyer"))
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("phone number"), max_length=20)
    address = models.ForeignKey("people.Address", on_delete=models.PROTECT, related_name="+", verbose_name=_("address"))
    hint = models.CharField(_("word for the driver"), max_length=200, blank=True)
    used_at = models.DateTimeField(_("last used"))
    removed_at = models.DateTimeField(_("removed"), null=True)

    class Meta:
        verbose_name = _("address in an address book")
        verbose_name_plural = _("addresses in address books")
        ordering: ClassVar = ["-used_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["buyer", "-used_at"], name="addressee_of_buyer", condition=Q(removed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return f"{self.id}"
