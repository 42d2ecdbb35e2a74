"""The operators' view of the noticeboard: dead letters to retry or discard, and the outbox to look at."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from dure.kernel import dead_letters
from dure.kernel.errors import Refusal
from dure.kernel.http import STRANGER, Actor
from dure.kernel.models import DeadLetter, OutboxMessage


class ReadOnly(ModelAdmin):
    """Rows that people look at and never edit."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  the signature is the admin's
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002  the signature is the admin's
        """Nobody edits; looking is `has_view_permission`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002  the signature is the admin's
        """Nobody deletes."""
        return False


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnly):
    """Events that a handler could not digest."""

    list_display = ("handler", "subject", "shown_status", "attempt_count", "failed_at")
    list_filter = ("status", "handler")
    search_fields = ("subject", "handler", "error", "event_id")
    ordering = ("-failed_at",)
    actions = ("retry", "discard")
    fields = (
        "handler",
        "subject",
        "event_id",
        "payload",
        "error",
        "attempt_count",
        "status",
        "failed_at",
        "settled_at",
        "settled_by",
    )

    @display(description=_("Status"), label={"waiting": "warning", "retried": "success", "discarded": "info"})
    def shown_status(self, letter: DeadLetter) -> tuple[str, str]:
        """Return the status for a coloured label."""
        return letter.status, letter.get_status_display()

    @admin.action(description=_("Try again now"))
    def retry(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        """Let each handler try once more."""
        self._settle(request, letters, dead_letters.retry)

    @admin.action(description=_("Discard"))
    def discard(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        """Give up on each."""
        self._settle(request, letters, dead_letters.discard)

    def _settle(self, request: HttpRequest, letters: QuerySet[DeadLetter], verb: Callable[..., None]) -> None:
        """Call the verb for each letter, and tell what became of them; one refusal does not stop the others."""
        actor: Actor = getattr(request, "actor", STRANGER)
        refused: list[str] = []
        ids: list[UUID] = list(letters.values_list("id", flat=True))
        for letter_id in ids:
            try:
                verb(letter_id=letter_id, by=actor)
            except Refusal as refusal:
                refused.append(refusal.message)
        done = len(ids) - len(refused)
        if done:
            messages.success(
                request, ngettext("%(count)d letter settled.", "%(count)d letters settled.", done) % {"count": done}
            )
        for sentence in sorted(set(refused)):
            messages.error(request, sentence)


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnly):
    """Announced facts; those without a publishing time still wait."""

    list_display = ("subject", "id", "created_at", "published_at")
    list_filter = (("published_at", admin.EmptyFieldListFilter),)
    search_fields = ("subject", "id")
    ordering = ("-id",)
    show_full_result_count = False
