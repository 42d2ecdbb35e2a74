"""The back office's first page: what waits for staff in every room."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dure.kernel.models import DeadLetter, QueuedJob
from dure.rooms.people.queries.waiting import Waiting, waiting

NOT_OURS = {"account", "auth", "mfa", "procrastinate", "socialaccount", "usersessions"}
"""Packages whose own lists stay shut: they show credentials, and they change rows without our verbs."""


def close_lists_of_packages() -> None:
    """Take the lists of other packages out of the back office; called once every list is registered."""
    registered = list(admin.site._registry)  # noqa: SLF001 - Django offers no other way to see the lists
    admin.site.unregister([model for model in registered if model._meta.app_label in NOT_OURS])


def first_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Put what waits into the first page, as far as this member of staff may look."""
    letters = DeadLetter.objects.filter(status=DeadLetter.Status.WAITING).count()
    failed = QueuedJob.objects.filter(status=QueuedJob.Status.FAILED).count()
    everything = [
        Waiting(label=_("News nobody could digest"), count=letters, list_view="kernel_deadletter"),
        Waiting(label=_("Jobs that failed"), count=failed, list_view="kernel_queuedjob", query="status=failed"),
        *waiting(),
    ]
    shown = [each for each in everything if request.user.has_perm(_permission(each))]
    context["waiting"] = [(each, _address(each)) for each in shown]
    return context


def _permission(each: Waiting) -> str:
    """Return the permission to look at the list behind a number."""
    room, _separator, thing = each.list_view.partition("_")
    return f"{room}.view_{thing}"


def _address(each: Waiting) -> str:
    return reverse(f"admin:{each.list_view}_changelist") + (f"?{each.query}" if each.query else "")
