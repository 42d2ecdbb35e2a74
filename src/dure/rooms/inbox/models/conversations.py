"""What parties tell each other."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id

TEXT_LENGTH_MAX = 2000
PICTURES_MAX = 4


class Conversation(models.Model):
    """Parties talking about one thing; `reference` names it (`order:…`) and is opened once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(_("about"), max_length=120, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    opened_at = models.DateTimeField(_("opened"))
    last_said_at = models.DateTimeField(_("last said"))

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")

    def __str__(self) -> str:
        """Return the subject."""
        return self.subject


class Participant(models.Model):
    """One party's place in a conversation: how far it has read, and whether it wants to hear no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="participants", verbose_name=_("conversation")
    )
    person_id = models.UUIDField(_("person"), null=True)
    organisation_id = models.UUIDField(_("organisation"), null=True)
    read_through = models.UUIDField(_("read up to"), null=True)
    blocked_at = models.DateTimeField(_("wants to hear no more since"), null=True)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(person_id__isnull=False, organisation_id__isnull=True)
                | Q(person_id__isnull=True, organisation_id__isnull=False),
                name="participant_is_one_party",
            ),
            models.UniqueConstraint(fields=["conversation", "person_id"], name="participant_person_once"),
            models.UniqueConstraint(fields=["conversation", "organisation_id"], name="participant_organisation_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id"], name="participant_person", condition=Q(person_id__isnull=False)),
            models.Index(
                fields=["organisation_id"], name="participant_organisation", condition=Q(organisation_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        """Return whose place it is."""
        return f"{self.person_id or self.organisation_id}"


class Message(models.Model):
    """Something said by a party, through one of its people. Hidden ones keep their place, not their words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages", verbose_name=_("conversation")
    )
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("said by"))
    person_id = models.UUIDField(_("written by"))
    text = models.CharField(_("text"), max_length=TEXT_LENGTH_MAX, blank=True)
    client_key = models.UUIDField(_("key of the form"), null=True)
    said_at = models.DateTimeField(_("said"))
    reported_at = models.DateTimeField(_("reported"), null=True)
    reported_by = models.UUIDField(_("reported by"), null=True)
    report_reason = models.CharField(_("reason of the report"), max_length=300, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True)
    hidden_by = models.UUIDField(_("hidden by"), null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "client_key"], name="message_once_per_form"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["conversation", "-id"], name="message_newest"),
            models.Index(fields=["person_id"], name="message_writer"),
            models.Index(fields=["reported_at"], name="message_reported", condition=Q(reported_at__isnull=False)),
        ]

    def __str__(self) -> str:
        """Return the beginning of the text."""
        return self.text[:60]


class MessagePicture(models.Model):
    """A picture sent with a message, in the sizes `kernel/pictures.py` makes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="pictures", verbose_name=_("message"))
    position = models.PositiveSmallIntegerField(_("place"))
    key = models.CharField(_("where it lies"), max_length=200)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["message", "position"], name="message_picture_place"),
        ]

    def __str__(self) -> str:
        """Return where it lies."""
        return self.key
