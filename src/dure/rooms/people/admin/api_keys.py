"""Keys for programs in the back office: whose they are and how long they open something, never the key."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly
from dure.rooms.people.models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(LookOnly):
    """Keys, newest first."""

    list_display = ("name", "person", "organisation", "is_read_only", "made_at", "used_at", "expires_at", "ended_at")
    list_filter = ("is_read_only", ("ended_at", admin.EmptyFieldListFilter), "expires_at")
    list_select_related = ("person", "organisation")
    search_fields = ("name", "person__name", "organisation__name")
    search_help_text = _("Name of the key, the person or the organisation")
    fields = list_display
