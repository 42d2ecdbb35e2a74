"""What I was told: the list, and marking it as seen."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest, read_id_if_any
from dure.rooms.inbox.errors import NotificationNotFound
from dure.rooms.inbox.queries import notifications as queries
from dure.rooms.inbox.services import notifications

ALL_READ_KEY = "inbox.all_read_at"
"""Where the browser's session keeps when everything was marked as seen, to offer to undo it."""


@require_safe
def home(request: DureRequest) -> HttpResponse:
    """What I was told, newest first."""
    person_id = person_of(request)
    found = queries.newest(person_id=person_id, before=read_id_if_any(request.GET.get("before")))
    shown = found[: queries.PER_PAGE]
    context = {
        "notes": shown,
        "older_than": shown[-1].id if len(found) > len(shown) else None,
        "is_first_page": "before" not in request.GET,
        "has_unread": queries.unread_count(person_id=person_id) > 0,
        "can_undo": ALL_READ_KEY in request.session,
    }
    return render(request, "inbox/home.html", context)


@require_safe
def opening(request: DureRequest, notification_id: UUID) -> HttpResponse:
    """Go where a notification leads; it counts as seen then."""
    note = queries.notification(person_id=person_of(request), notification_id=notification_id)
    if note is None:
        raise NotificationNotFound
    if note.is_on_page:
        notifications.mark_read(by=request.actor, notification_id=notification_id)
    is_ours = url_has_allowed_host_and_scheme(note.link, {request.get_host()}, require_https=request.is_secure())
    return redirect(note.link if is_ours else "inbox:home")


@require_POST
def reading(request: DureRequest, notification_id: UUID) -> HttpResponse:
    """Mark a notification as seen, or as not seen again."""
    if request.POST.get("as") == "unread":
        notifications.mark_unread(by=request.actor, notification_id=notification_id)
    else:
        notifications.mark_read(by=request.actor, notification_id=notification_id)
    return redirect("inbox:home")


@require_POST
def all_reading(request: DureRequest) -> HttpResponse:
    """Mark everything as seen, or take that back."""
    if request.POST.get("as") == "unread":
        moment = datetime.fromisoformat(request.session.pop(ALL_READ_KEY, "1970-01-01T00:00:00+00:00"))
        notifications.unmark_all_read(by=request.actor, moment=moment)
        messages.success(request, _("Undone."))
        return redirect("inbox:home")
    moment, count = notifications.mark_all_read(by=request.actor)
    request.session[ALL_READ_KEY] = moment.isoformat()
    words = ngettext("%(count)s notification marked as seen.", "%(count)s notifications marked as seen.", count)
    messages.success(request, words % {"count": count})
    return redirect("inbox:home")


def person_of(request: DureRequest) -> UUID:
    """Return the id of whoever asks, or refuse with NotSignedIn."""
    if request.actor.person_id is None:
        raise NotSignedIn
    return request.actor.person_id
