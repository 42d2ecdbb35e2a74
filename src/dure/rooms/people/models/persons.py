"""Persons and their leaving."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id


class Theme(models.TextChoices):
    """How light the pages are."""

    SYSTEM = "auto", _("As on this device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Language(models.TextChoices):
    """Languages a person can ask us to speak."""

    KOREAN = "ko", "한국어"
    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class Person(models.Model):
    """Somebody. After erasure the row stays as a nameless stone, so that the book and other records still add up."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices, default=Language.KOREAN)
    is_text_large = models.BooleanField(_("large letters"), default=False)
    is_data_low = models.BooleanField(_("use little data"), default=False)
    theme = models.CharField(_("brightness"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    joined_at = models.DateTimeField(_("joined"))
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name=""), name="people_person_erased_has_no_name"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name to show; a neutral phrase for somebody who left."""
        return self.name or str(_("Someone who left"))

    @property
    def is_erased(self) -> bool:
        """Whether only the stone is left."""
        return self.erased_at is not None


class Departure(models.Model):
    """A person's wish to be deleted: it can be taken back until it is due."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="departures", verbose_name=_("person"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("asked for"))
    due_at = models.DateTimeField(_("due"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    completed_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering: ClassVar = ["-requested_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_at__isnull=True, completed_at__isnull=True),
                name="people_departure_one_open",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(completed_at__isnull=True),
                name="people_departure_withdrawn_or_completed",
            ),
        ]


class Export(models.Model):
    """A ZIP of everything the house knows about a person, kept for a few days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exports", verbose_name=_("person"))
    requested_at = models.DateTimeField(_("asked for"))
    progress_id = models.UUIDField(null=True, editable=False)
    file = models.FileField(_("file"), upload_to="people/exports", blank=True)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering: ClassVar = ["-requested_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ready_at__isnull=True, removed_at__isnull=True),
                name="people_export_one_in_making",
            ),
        ]
