"""My conversations: the list, one of them, and what can be done in it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.http import DureRequest, read_id_if_any
from dure.kernel.ids import new_id
from dure.kernel.pictures import picture_answer
from dure.rooms.inbox.models.conversations import PICTURES_MAX, TEXT_LENGTH_MAX
from dure.rooms.inbox.queries import conversations as queries
from dure.rooms.inbox.services import conversations
from dure.rooms.inbox.views.asked import way_back

PAGES_MAX = 10_000


@require_safe
def conversation_list(request: DureRequest) -> HttpResponse:
    """My conversations and those of my organisations, last said first."""
    asked = request.GET.get("page", "")
    page = min(max(int(asked), 1), PAGES_MAX) if asked.isdecimal() else 1
    found = queries.talks(by=request.actor, page=page)
    shown = found[: queries.CONVERSATIONS_PER_PAGE]
    context = {"talks": shown, "next_page": page + 1 if len(found) > len(shown) else None}
    return render(request, "inbox/conversations.html", context)


@require_safe
def conversation(request: DureRequest, conversation_id: UUID) -> HttpResponse:
    """One conversation; what is new in it counts as read now."""
    before = read_id_if_any(request.GET.get("before"))
    talk = queries.talk(by=request.actor, conversation_id=conversation_id, before=before)
    conversations.mark_seen(by=request.actor, conversation_id=conversation_id)
    context = {
        "talk": talk,
        "older_than": talk.messages[0].id if talk.has_older else None,
        "client_key": new_id(),
        "length_max": TEXT_LENGTH_MAX,
        "pictures_max": PICTURES_MAX,
    }
    return render(request, "inbox/conversation.html", context)


@require_POST
def saying(request: DureRequest, conversation_id: UUID) -> HttpResponse:
    """Say something."""
    conversations.say(
        by=request.actor,
        conversation_id=conversation_id,
        text=request.POST.get("text", ""),
        pictures=request.FILES.getlist("pictures"),
        client_key=read_id_if_any(request.POST.get("client_key")),
    )
    messages.success(request, _("Sent."))
    return redirect(_back_to(request, conversation_id))


@require_POST
def seeing(request: DureRequest, conversation_id: UUID) -> HttpResponse:
    """Note that I have read everything said so far; for pages that show a conversation among other things."""
    conversations.mark_seen(by=request.actor, conversation_id=conversation_id)
    return redirect(_back_to(request, conversation_id))


@require_POST
def blocking(request: DureRequest, conversation_id: UUID) -> HttpResponse:
    """Hear no more in this conversation, or take that back."""
    if request.POST.get("as") == "open":
        conversations.unblock(by=request.actor, conversation_id=conversation_id)
        messages.success(request, _("You can write to each other again."))
    else:
        conversations.block(by=request.actor, conversation_id=conversation_id)
        messages.success(request, _("Nobody can write in this conversation any more. You can take this back."))
    return redirect(_back_to(request, conversation_id))


@require_POST
def reporting(request: DureRequest, conversation_id: UUID, message_id: UUID) -> HttpResponse:
    """Ask the staff to look at a message."""
    conversations.report(by=request.actor, message_id=message_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("Thank you. Our staff will look at this message."))
    return redirect(_back_to(request, conversation_id))


@require_safe
def picture(request: DureRequest, conversation_id: UUID, picture_id: UUID, name: str) -> FileResponse:
    """A picture of a message, for the parties only."""
    key = queries.picture_key(by=request.actor, conversation_id=conversation_id, picture_id=picture_id)
    return picture_answer(key=key, name=name, is_public=False)


def _back_to(request: DureRequest, conversation_id: UUID) -> str:
    return way_back(request, reverse("inbox:conversation", kwargs={"conversation_id": conversation_id}))
