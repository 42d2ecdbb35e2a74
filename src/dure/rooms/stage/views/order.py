"""Keeping order in a show: its chat, reports, restrictions, banned words, and the log."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, gate_address
from dure.kernel.saying import said_here, said_on, status_of
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.people.queries import organisations
from dure.rooms.stage.forms import SlowForm, WordsForm
from dure.rooms.stage.models import Show
from dure.rooms.stage.queries import chats
from dure.rooms.stage.queries import shows as queries
from dure.rooms.stage.queries.standings import demand_host, demand_keeper, role_in
from dure.rooms.stage.services import order as services
from dure.rooms.stage.services.undoing import undo
from dure.rooms.stage.views.desks import demand_valid
from dure.rooms.stage.views.room import room_words
from dure.rooms.stage.views.shows import seat_of

MESSAGES_PER_PAGE = 50


@require_safe
def order(request: DureRequest, show_id: UUID) -> HttpResponse:
    """The chat with what may be done about it, and the log of what was done."""
    found = _kept(request, show_id)
    page = Paginator(chats.messages(show=found), MESSAGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "show": found,
        "page": page,
        "reports": chats.open_reports(show=found),
        "restricted": chats.restricted(show=found),
        "acts": chats.acts(show=found),
        "slow_form": SlowForm(initial={"seconds": found.slow_mode_s}),
        "gone_on": found.ended_at + settings.LIVE_CHAT_KEPT if found.ended_at else None,
        **(_captioning(request, found) if found.is_live else {}),
    }
    return render(request, "stage/order.html", context)


@require_POST
def rules(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Freeze the chat, open it, or slow it down."""
    step = request.POST.get("as", "")
    with said_here(request):
        if step in {"freeze", "thaw"}:
            services.freeze(by=request.actor, show_id=show_id, is_frozen=step == "freeze")
            messages.success(request, _("The chat is frozen.") if step == "freeze" else _("The chat is open."))
        else:
            seconds = demand_valid(SlowForm(request.POST)).cleaned_data["seconds"]
            services.set_slow_mode(by=request.actor, show_id=show_id, seconds=seconds)
            messages.success(request, _("Slow mode is changed."))
    return redirect("stage:order", show_id=show_id)


@require_POST
def message(request: DureRequest, show_id: UUID, message_id: UUID) -> HttpResponse:
    """Hide a message, show it again, or restrict who wrote it."""
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    found = services.message_of(show=_kept(request, show_id), message_id=message_id)
    reason = request.POST.get("reason", "")
    steps: dict[str, Callable[[], object]] = {
        "hide": partial(services.hide_message, **here, message_id=message_id),
        "show": partial(services.show_message, **here, message_id=message_id),
        "mute": partial(services.mute, **here, person_id=found.person_id, reason=reason),
        "ban": partial(services.ban, **here, person_id=found.person_id, reason=reason),
        "ban_everywhere": partial(services.ban, **here, person_id=found.person_id, reason=reason, is_everywhere=True),
    }
    step = request.POST.get("as", "")
    if step not in steps:
        raise BadInput(fields={"as": [step]})
    with said_here(request):
        steps[step]()
        messages.success(request, _("Done. You can take it back in the log below."))
    return redirect("stage:order", show_id=show_id)


@require_POST
def lifting(request: DureRequest, show_id: UUID, restriction_id: UUID) -> HttpResponse:
    """Give somebody the word back."""
    with said_here(request):
        services.lift(by=request.actor, show_id=show_id, restriction_id=restriction_id)
        messages.success(request, _("This person may speak again."))
    return redirect("stage:order", show_id=show_id)


@require_POST
def settling(request: DureRequest, show_id: UUID, report_id: UUID) -> HttpResponse:
    """Let a reported message stand."""
    with said_here(request):
        services.settle_report(by=request.actor, show_id=show_id, report_id=report_id)
        messages.success(request, _("The message stays."))
    return redirect("stage:order", show_id=show_id)


@require_POST
def undoing(request: DureRequest, show_id: UUID, act_id: UUID) -> HttpResponse:
    """Take back what was done."""
    with said_here(request):
        undo(by=request.actor, show_id=show_id, act_id=act_id)
        messages.success(request, _("Taken back."))
    return redirect("stage:order", show_id=show_id)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: DureRequest, organisation_id: UUID) -> HttpResponse:
    """The words that may not be said in my organisation's shows."""
    own = chats.banned_words(organisation_id=organisation_id)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"words": "\n".join(own)})
    if form.is_valid():
        with said_on(form, field="words"):
            listed = form.cleaned_data["words"].splitlines()
            services.ban_words(by=request.actor, organisation_id=organisation_id, words=listed)
            messages.success(request, _("The list is kept. Shows on air heed it at once."))
            return redirect("stage:words", organisation_id=organisation_id)
    context = {"organisation": organisations.organisation(organisation_id=organisation_id), "form": form}
    return render(request, "stage/words.html", context, status=status_of(form))


@require_safe
def chat_file(request: DureRequest, show_id: UUID) -> StreamingHttpResponse:
    """Everything that was said as CSV, oldest first; for hosts."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    demand_host(show=found, by=request.actor)
    response = StreamingHttpResponse(_chat_lines(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="chat-{show_id}.csv"'
    return response


def _captioning(request: DureRequest, show: Show) -> dict[str, Any]:
    """What typing captions needs."""
    return {
        "gate": gate_address(request),
        "seat": seat_of(request, show, role_in(show=show, by=request.actor)),
        "words": room_words(),
        "captions": chats.last_captions(show=show),
    }


def _chat_lines(show: Show) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line([_("When"), _("Name"), _("As"), _("Words"), _("Hidden")])
    for each in chats.every_message(show=show):
        moment = each.sent_at.astimezone(HOUSE_ZONE).isoformat(sep=" ", timespec="seconds")
        yield csv_line([moment, each.name, each.role, each.text, _("yes") if each.is_hidden else ""])


def _kept(request: DureRequest, show_id: UUID) -> Show:
    found = queries.show_of(show_id=show_id, by=request.actor)
    demand_keeper(show=found, by=request.actor)
    return found
