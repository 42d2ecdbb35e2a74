"""A host's page on the telephone: going live, the whole show under one thumb, and what was of it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel import clock, tokens
from dure.kernel.errors import BadInput, NotSignedIn
from dure.kernel.http import DureRequest, gate_address, read_id, studio_address
from dure.kernel.saying import posted_from, said_here, said_on, status_of
from dure.rooms.stage.errors import NotFilming
from dure.rooms.stage.forms import CONSENT_WORDS, SLOW, ConsentForm, PinForm, SlowForm, ThanksForm
from dure.rooms.stage.models import Show
from dure.rooms.stage.queries import chats, filming
from dure.rooms.stage.queries import on_air as queries
from dure.rooms.stage.queries import shows as show_queries
from dure.rooms.stage.queries.standings import demand_filming, demand_host, demand_keeper, keeps_order, role_in
from dure.rooms.stage.seats import COHOST, HOST
from dure.rooms.stage.services import broadcasts, order, screens
from dure.rooms.stage.services.thanks import thank_viewers
from dure.rooms.stage.services.undoing import undo
from dure.rooms.stage.stage_passes import TRIAL_LIFE, TrialPass, trial_text
from dure.rooms.stage.views.desks import demand_valid
from dure.rooms.stage.views.helping import second_host_context
from dure.rooms.stage.views.on_air_words import on_air_words
from dure.rooms.stage.views.room import room_words
from dure.rooms.stage.views.shows import seat_of

Steps = Mapping[str, Callable[[], object]]


@require_safe
def on_air(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Going live, the show, and afterwards what was of it; for hosts, and for second hosts what is theirs of it."""
    found = show_queries.show_of(show_id=show_id, by=request.actor)
    demand_filming(show=found, by=request.actor)
    role = role_in(show=found, by=request.actor)
    if found.is_over and role == COHOST:
        return redirect("stage:show", show_id=show_id)
    if found.is_over:
        return render(request, "stage/on_air_over.html", _over(found))
    context = {
        "show": found,
        "is_host": role == HOST,
        "keeps_order": keeps_order(show=found, by=request.actor),
        "deck": queries.deck(show=found),
        "filming": filming.filming(show=found, by=request.actor),
        "consent": filming.word_of(show=found, by=request.actor),
        "consent_form": ConsentForm(),
        "is_early": clock.now() < found.starts_at - timedelta(minutes=broadcasts.EARLY_MINUTES),
        "consent_words": CONSENT_WORDS,
        "words": on_air_words(),
        "trial": f"{studio_address(request)}/trial",
        "trial_pass": _trial_pass(request, found),
        "ingest": f"{studio_address(request)}/ingest",
        **second_host_context(found, ""),
        **_room(request, found, role),
    }
    return render(request, "stage/on_air.html", context)


@require_safe
def films(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Who films now; asked by telephones that do not. One whose place was taken away is told once, and asks no more."""
    found = show_queries.show_of(show_id=show_id, by=request.actor)
    if "hx-request" in request.headers and role_in(show=found, by=request.actor) not in {HOST, COHOST}:
        return render(request, "stage/_on_air_gone.html", {"sentence": NotFilming.sentence})
    demand_filming(show=found, by=request.actor)
    context = {
        "show": found,
        "is_host": role_in(show=found, by=request.actor) == HOST,
        "filming": filming.filming(show=found, by=request.actor),
    }
    return render(request, "stage/_on_air_films.html", context)


@require_safe
def deck(request: DureRequest, show_id: UUID) -> HttpResponse:
    """The cards under the thumb, as they are now."""
    return _deck(request, _kept(request, show_id))


@require_safe
def numbers(request: DureRequest, show_id: UUID) -> HttpResponse:
    """What the show has brought so far; asked every two seconds."""
    return render(request, "stage/_on_air_numbers.html", {"show": _kept(request, show_id)})


@require_POST
def act(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Change what is on the screen or how the chat is kept, or take that back; answered with the cards."""
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    steps: Steps = {
        "next": partial(screens.next_cue, **here),
        "clear": partial(screens.clear_cue, **here),
        "unpin": partial(screens.pin_message, **here, text=""),
        "freeze": partial(order.freeze, **here, is_frozen=True),
        "thaw": partial(order.freeze, **here, is_frozen=False),
        "show": lambda: screens.cue(**here, cue_id=_named(request, "cue_id")),
        "undo": lambda: undo(**here, act_id=_named(request, "act_id")),
        "pin": lambda: screens.pin_message(**here, text=demand_valid(PinForm(request.POST)).cleaned_data["text"]),
        "slow": lambda: order.set_slow_mode(
            **here, seconds=demand_valid(SlowForm(request.POST)).cleaned_data["seconds"]
        ),
    }
    _take(steps, request)
    return _deck(request, _kept(request, show_id))


@require_POST
def message(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Hide a message, or restrict who wrote it; the cards tell how to take it back."""
    found = _kept(request, show_id)
    said = order.message_of(show=found, message_id=_named(request, "message_id"))
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    steps: Steps = {
        "hide": partial(order.hide_message, **here, message_id=said.id),
        "mute": partial(order.mute, **here, person_id=said.person_id),
        "ban": partial(order.ban, **here, person_id=said.person_id),
    }
    _take(steps, request)
    return _deck(request, found)


@posted_from("stage:on_air")
def afterwards(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Publish the recording of a show that is over, take that back, or thank those who were there."""
    found = _hosted(request, show_id)
    here: dict[str, Any] = {"by": request.actor}
    if request.POST.get("as") == "thank":
        form = ThanksForm(request.POST)
        if form.is_valid():
            with said_on(form, field="words"):
                told = thank_viewers(**here, show_id=show_id, words=form.cleaned_data["words"])
                messages.success(request, _("Your thanks went to %(count)s people.") % {"count": told})
                return redirect("stage:on_air", show_id=show_id)
        return render(request, "stage/on_air_over.html", _over(found) | {"thanks_form": form}, status=status_of(form))
    broadcast = queries.outcome(show=found).broadcast
    if broadcast is None:
        raise BadInput
    steps: Steps = {
        "publish": partial(broadcasts.publish_replay, **here, broadcast_id=broadcast.id),
        "withdraw": partial(broadcasts.withdraw_replay, **here, broadcast_id=broadcast.id),
    }
    with said_here(request):
        _take(steps, request)
    return redirect("stage:on_air", show_id=show_id)


def _deck(request: DureRequest, found: Show) -> HttpResponse:
    context = {"show": found, "deck": queries.deck(show=found), "slow_choices": SLOW}
    return render(request, "stage/_on_air_deck.html", context)


def _room(request: DureRequest, found: Show, role: str) -> dict[str, Any]:
    """What the chat over the picture needs."""
    return {
        "gate": gate_address(request),
        "seat": seat_of(request, found, role),
        "chat": chats.last_messages(show=found),
        "room_words": room_words(),
        "slow_choices": SLOW,
    }


def _over(found: Show) -> dict[str, Any]:
    return {"show": found, "outcome": queries.outcome(show=found), "thanks_form": ThanksForm()}


def _trial_pass(request: DureRequest, found: Show) -> str:
    if request.actor.person_id is None:
        raise NotSignedIn
    until = clock.now() + TRIAL_LIFE
    trial = TrialPass(show_id=found.id, person_id=request.actor.person_id, until=until)
    return trial_text(trial, key=tokens.key_of(settings.SECRET_KEY))


def _take(steps: Steps, request: DureRequest) -> None:
    """Take the step that a form names."""
    step = request.POST.get("as", "")
    if step not in steps:
        raise BadInput(fields={"as": [step]})
    steps[step]()


def _named(request: DureRequest, field: str) -> UUID:
    return read_id(request.POST.get(field, ""))


def _hosted(request: DureRequest, show_id: UUID) -> Show:
    found = show_queries.show_of(show_id=show_id, by=request.actor)
    demand_host(show=found, by=request.actor)
    return found


def _kept(request: DureRequest, show_id: UUID) -> Show:
    found = show_queries.show_of(show_id=show_id, by=request.actor)
    demand_keeper(show=found, by=request.actor)
    return found
