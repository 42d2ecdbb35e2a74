"""How I want to be told: topics and ways, quiet hours, my devices, and the way out of letters."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, read_id_if_any
from dure.rooms.inbox.forms import HabitForm, SubscriptionForm
from dure.rooms.inbox.queries import unsubscribing
from dure.rooms.inbox.queries import wishes as queries
from dure.rooms.inbox.services import pushes, wishes
from dure.rooms.inbox.topics import TOPICS, topic_of
from dure.rooms.inbox.views.notifications import person_of
from dure.rooms.people.user_agents import browser_words


@require_safe
def choices(request: DureRequest) -> HttpResponse:
    """Everything about how I want to be told."""
    return _page(request, HabitForm.of(queries.habit(person_id=person_of(request))))


def _page(request: DureRequest, form: HabitForm, status: int = 200) -> HttpResponse:
    person_id = person_of(request)
    context = {
        "wishes": queries.wishes(person_id=person_id),
        "form": form,
        "devices": queries.devices(person_id=person_id),
        "push_key": pushes.push_key().browser_key,
    }
    return render(request, "inbox/choices.html", context, status=status)


@require_POST
def topic_choices(request: DureRequest) -> HttpResponse:
    """Keep what I chose for each topic."""
    chosen = {
        topic: (f"{topic}-page" in request.POST, f"{topic}-letter" in request.POST, f"{topic}-push" in request.POST)
        for topic in TOPICS
    }
    wishes.choose(by=request.actor, channels=chosen)
    messages.success(request, _("Kept."))
    return redirect("inbox:choices")


@require_POST
def habit(request: DureRequest) -> HttpResponse:
    """Keep my quiet hours, and how often letters come."""
    form = HabitForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=BadInput.status)
    wishes.set_habit(by=request.actor, quiet=form.quiet, zone=form.cleaned_data["zone"], pace=form.cleaned_data["pace"])
    messages.success(request, _("Kept."))
    return redirect(reverse("inbox:choices") + "#quiet")


@require_POST
def subscription(request: DureRequest) -> HttpResponse:
    """Let this browser take pushes; its script hands over the keys."""
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        raise BadInput(fields={name: list(map(str, words)) for name, words in form.errors.items()})
    pushes.subscribe(by=request.actor, device=browser_words(request.headers.get("User-Agent", "")), **form.cleaned_data)
    messages.success(request, _("This device will tell you from now on."))
    return redirect(reverse("inbox:choices") + "#devices")


@require_POST
def unsubscription_of_device(request: DureRequest) -> HttpResponse:
    """Stop pushes to one of my devices."""
    pushes.unsubscribe(
        by=request.actor,
        endpoint=request.POST.get("endpoint", ""),
        subscription_id=read_id_if_any(request.POST.get("subscription")),
    )
    messages.success(request, _("This device will not tell you any more."))
    return redirect(reverse("inbox:choices") + "#devices")


# Mail programs post here by themselves (RFC 8058); the key in the address says whose letters, so nothing else counts.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscription(request: HttpRequest, key: str) -> HttpResponse:
    """The way out of letters, without signing in: shown first, done by a button, and taken back by another."""
    way_out = unsubscribing.read(key=key)
    done = ""
    if request.method == "POST":
        if request.POST.get("as") == "resume":
            wishes.resume_letters(way_out=way_out)
            done = "resumed"
        else:
            wishes.stop_letters(way_out=way_out)
            done = "stopped"
    context = {"key": key, "done": done, "topic": topic_of(way_out.topic) if way_out.topic else None}
    return render(request, "inbox/unsubscription.html", context)
