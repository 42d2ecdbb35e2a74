"""The inbox in the back office: messages somebody reported. What nobody reported is nobody's business here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from dure.kernel.tables import LookOnly
from dure.rooms.inbox.models import Message


@admin.register(Message)
class MessageAdmin(LookOnly):
    """Reported messages, the latest report first."""

    list_display = ("text", "report_reason", "reported_at", "said_at", "hidden_at")
    list_filter = ("reported_at", ("hidden_at", admin.EmptyFieldListFilter))
    ordering = ("-reported_at",)
    search_fields = ("text", "report_reason")
    fields = ("text", "report_reason", "reported_at", "said_at", "hidden_at", "hidden_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Return what was reported, and nothing else."""
        everything: QuerySet[Message] = super().get_queryset(request)
        return everything.filter(reported_at__isnull=False)
