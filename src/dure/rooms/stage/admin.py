"""The stage in the back office: lists to look at; hosts act on their desks, staff decide on the page of wishes."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.stage.models import (
    Broadcast,
    ChatMessage,
    Clip,
    Consent,
    Entry,
    Helper,
    ModerationAct,
    Objection,
    Report,
    Restriction,
    Ruling,
    Sending,
    Show,
    Takedown,
    WordList,
)


@admin.register(Show)
class ShowAdmin(LookOnly):
    """Shows of every host."""

    list_display = ("title", "organisation", "kind", "status", "starts_at", "started_at", "ended_at", "is_public")
    list_filter = ("status", "kind", "starts_at", "is_public")
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__name")
    search_help_text = _("Title, or name of the host")


@admin.register(Broadcast)
class BroadcastAdmin(LookOnly):
    """What was on air, and its recordings."""

    list_display = ("show", "started_at", "ended_at", "has_recording", "published_at", "is_taken_down", "removed_at")
    list_filter = ("started_at", "has_recording", "is_taken_down")
    list_select_related = ("show",)
    search_fields = ("show__title",)
    exclude: ClassVar[list[str]] = ["nonce", "next_nonce", "phone_key"]


@admin.register(Clip)
class ClipAdmin(LookOnly):
    """Clips, cut or sent in."""

    list_display = (
        "title",
        "organisation",
        "source",
        "status",
        "refusal",
        "duration_ms",
        "published_at",
        "is_taken_down",
    )
    list_filter = ("status", "source", "is_taken_down", "made_at")
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__name")


@admin.register(Sending)
class SendingAdmin(LookOnly):
    """Films on their way, piece by piece."""

    list_display = ("title", "organisation", "name", "size", "received", "began_at", "heard_at")
    list_filter = ("began_at",)
    list_select_related = ("organisation",)
    search_fields = ("title", "name", "organisation__name")


@admin.register(Takedown)
class TakedownAdmin(LookOnly):
    """Wishes that something be taken down, with what was decided."""

    list_display = ("why", "broadcast", "clip", "asked_at", "status", "decided_at", "decision")
    list_filter = ("status", "why", "asked_at")
    list_select_related = ("broadcast__show", "clip")
    search_fields = ("words", "decision", "clip__title", "broadcast__show__title")


@admin.register(ChatMessage)
class ChatMessageAdmin(LookOnly):
    """What was said."""

    list_display = ("sent_at", "show", "name", "role", "text", "hidden_at")
    list_filter = ("role", "sent_at")
    list_select_related = ("show",)
    search_fields = ("name", "text", "show__title")
    exclude: ClassVar[list[str]] = ["client_key"]


@admin.register(Helper)
class HelperAdmin(LookOnly):
    """Helpers and second hosts of shows."""

    list_display = ("show", "person", "role", "keeps_order", "added_at", "removed_at")
    list_filter = ("role", "keeps_order", "added_at")
    list_select_related = ("show", "person")
    search_fields = ("show__title", "person__name")


@admin.register(Ruling)
class RulingAdmin(LookOnly):
    """What staff decided about wishes to take something down."""

    list_display = ("decided_at", "is_granted", "words")
    list_filter = ("is_granted", "decided_at")
    search_fields = ("words",)


@admin.register(Objection)
class ObjectionAdmin(LookOnly):
    """What is said against a takedown."""

    list_display = ("said_at", "words", "answered_at")
    list_filter = ("said_at", "answered_at")
    search_fields = ("words",)


@admin.register(Report)
class ReportAdmin(LookOnly):
    """Messages that viewers reported."""

    list_display = ("message", "reason", "reported_at", "settled_at")
    list_filter = ("reported_at", "settled_at")
    list_select_related = ("message",)
    search_fields = ("reason", "message__text")


@admin.register(Restriction)
class RestrictionAdmin(LookOnly):
    """Who may not speak or not take part."""

    list_display = ("show", "kind", "is_everywhere", "until", "reason", "made_at", "lifted_at")
    list_filter = ("kind", "is_everywhere", "made_at")
    list_select_related = ("show",)
    search_fields = ("reason", "show__title")


@admin.register(WordList)
class WordListAdmin(LookOnly):
    """Words that may not be said; the list without a host is the house's."""

    list_display = ("organisation", "version", "changed_at")
    list_filter = ("changed_at",)
    list_select_related = ("organisation",)
    search_fields = ("organisation__name",)


@admin.register(ModerationAct)
class ModerationActAdmin(LookOnly):
    """What hosts and helpers did to keep order."""

    list_display = ("done_at", "show", "kind", "words")
    list_filter = ("kind", "done_at")
    list_select_related = ("show",)
    search_fields = ("words", "show__title")


@admin.register(Consent)
class ConsentAdmin(LookOnly):
    """Hosts' words that all in the picture agree."""

    list_display = ("show", "said_at", "has_children", "withdrawn_at")
    list_filter = ("has_children", "said_at")
    list_select_related = ("show",)
    search_fields = ("show__title",)


@admin.register(Entry)
class EntryAdmin(LookOnly):
    """What people bring to contests."""

    list_display = ("title", "show", "entered_at", "withdrawn_at")
    list_filter = ("entered_at",)
    list_select_related = ("show",)
    search_fields = ("title", "show__title")
