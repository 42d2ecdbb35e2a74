"""Shows as everybody sees them: the calendar, one show, its reminder and its file for calendars."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import clock, tokens
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, gate_address, studio_address
from dure.kernel.pictures import picture_answer
from dure.kernel.saying import posted_from, said_here, said_on, status_of
from dure.rooms.stage.calendar_file import calendar_file
from dure.rooms.stage.forms import ReminderForm, ReportForm
from dure.rooms.stage.models import Show
from dure.rooms.stage.queries import chats, replays
from dure.rooms.stage.queries import shows as queries
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.queries.standings import keeps_order, role_in, shown_name
from dure.rooms.stage.seats import COHOST, KEEPERS, SEAT_LIFE, VIEWER, SeatPass, seat_text
from dure.rooms.stage.services import order, reminders
from dure.rooms.stage.views.room import room_words

SHOWS_PER_PAGE = 20
MADE_WITHIN = timedelta(minutes=3)
"""How long after its end a page asks by itself whether a show's recording is there."""

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
def shows(request: DureRequest) -> HttpResponse:
    """What is on air, what comes today and later, and what was last."""
    kind = request.GET.get("kind", "")
    found = queries.calendar(kind=kind if kind in Show.Kind.values else "")
    person_id = request.actor.person_id
    context = {
        "calendar": found,
        "kind": kind,
        "reminded": queries.reminded_among(shows=[*found.today, *found.coming], person_id=person_id),
        "recent": list(queries.past(kind=kind if kind in Show.Kind.values else "")[:4]),
        "hosts": queries.hosts(person_id=person_id),
        "helps": queries.helped_by(person_id=person_id) if person_id else [],
    }
    return render(request, "stage/shows.html", context)


@require_safe
def past(request: DureRequest) -> HttpResponse:
    """What is over, the last first, with what can be seen again."""
    page = Paginator(queries.past(), SHOWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "stage/past.html", {"page": page})


@never_cache
@require_safe
def show(request: DureRequest, show_id: UUID) -> HttpResponse:
    """One show: before, on air, and afterwards."""
    return show_page(request, show_id)


def show_page(request: DureRequest, show_id: UUID, *, typed: ReminderForm | None = None) -> HttpResponse:
    """Return a show's page; `typed` is a wish to be reminded that does not fit."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    role = role_in(show=found, by=request.actor)
    context = {
        "show": found,
        "role": role,
        "has_part": role in KEEPERS,
        "is_second_host": role == COHOST,
        "keeps_order": keeps_order(show=found, by=request.actor),
        "now": clock.now(),
    }
    if found.is_live:
        return render(request, "stage/live.html", context | _room(request, found, role))
    wish = queries.reminder_of(show=found, person_id=request.actor.person_id)
    context |= {
        "wish": wish,
        "reminder_form": typed or ReminderForm(initial={"minutes_before": wish.minutes_before} if wish else None),
        "lines": queries.run_sheet(show=found),
    }
    context |= _over(found) if found.is_over else _waiting(request, found, role)
    return render(request, "stage/show.html", context, status=status_of(*([typed] if typed else [])))


@require_safe
def reporting(request: DureRequest, show_id: UUID) -> HttpResponse:
    """What others said last in a show, to say of a message that it should not stand."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    said = [
        each
        for each in chats.last_messages(show=found)
        if each.role == VIEWER and each.person_id != request.actor.person_id
    ]
    return render(request, "stage/reporting.html", {"show": found, "messages_shown": list(reversed(said))})


@require_safe
def cover(_request: DureRequest, show_id: UUID, name: str) -> FileResponse:
    """A show's cover picture."""
    return picture_answer(key=queries.cover_key(show_id=show_id), name=name, is_public=False)


@require_safe
def calendar(request: DureRequest, show_id: UUID) -> HttpResponse:
    """A show as a file for the telephone's calendar."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    written = calendar_file(
        show_id=found.id,
        title=found.title,
        about=found.about,
        page=settings.PUBLIC_ADDRESS + reverse("stage:show", args=[found.id]),
        starts_at=found.starts_at,
        minutes=found.planned_minutes,
        now=clock.now(),
        sequence=found.sequence,
    )
    response = HttpResponse(written, content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = 'attachment; filename="show.ics"'
    return response


@posted_from("stage:show")
def reminder(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Remind me some minutes before, or do not."""
    if request.POST.get("as") == "forget":
        reminders.forget_reminder(by=request.actor, show_id=show_id)
        messages.success(request, _("We will not remind you."))
        return redirect("stage:show", show_id=show_id)
    form = ReminderForm(request.POST)
    if form.is_valid():
        with said_on(form, field="minutes_before"):
            reminders.remind_me(by=request.actor, show_id=show_id, minutes_before=form.cleaned_data["minutes_before"])
            messages.success(request, _("We will remind you before it starts."))
            return redirect("stage:show", show_id=show_id)
    return show_page(request, show_id, typed=form)


@require_POST
def report(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Say that a message should not stand."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields={name: [str(each) for each in errors] for name, errors in form.errors.items()})
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    with said_here(request):
        order.report_message(**here, **form.cleaned_data)
        messages.success(request, _("Thank you. The hosts look at it."))
    return redirect("stage:show", show_id=show_id)


def seat_of(request: DureRequest, found: Show, role: str) -> str:
    """Return the token with which a browser takes its seat in the room."""
    seat = SeatPass(
        show_id=found.id,
        person_id=request.actor.person_id,
        name=shown_name(by=request.actor),
        role=role,
        until=clock.now() + SEAT_LIFE,
    )
    return seat_text(seat, key=tokens.key_of(settings.SECRET_KEY))


def _waiting(request: DureRequest, found: Show, role: str) -> dict[str, Any]:
    """What the page of a show to come needs to notice that it begins."""
    return {"gate": gate_address(request), "seat": seat_of(request, found, role)}


def _over(found: Show) -> dict[str, Any]:
    """What there is after a show: its recordings, one that is being made, and other shows on air."""
    kept = replays.recordings_of(show_id=found.id)
    shown = [each for each in kept if each.is_replay_shown]
    is_fresh = found.ended_at is not None and clock.now() - found.ended_at < MADE_WITHIN
    return {
        "recordings": shown,
        "is_making": is_fresh and not shown and any(not each.is_taken_down for each in kept),
        "others": queries.on_air_now(besides=found.id),
    }


def _room(request: DureRequest, found: Show, role: str) -> dict[str, Any]:
    """What the room on a live show's page needs."""
    on_air = queries.on_air(show=found)
    return {
        "gate": gate_address(request),
        "seat": seat_of(request, found, role),
        "studio": studio_address(request),
        "broadcast": on_air,
        "screen": screen(show_id=found.id).state,
        "chat": chats.last_messages(show=found),
        "words": room_words(),
        "sign_in_url": f"{reverse('account_login')}?next={request.path}",
    }
