"""Who takes part in a show beside its hosts: their links, their places, and coming by a link."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, read_id
from dure.kernel.qr_codes import qr_code
from dure.kernel.saying import said_here
from dure.rooms.stage.forms import CONSENT_WORDS, ConsentForm
from dure.rooms.stage.models import Helper, Show
from dure.rooms.stage.queries import filming
from dure.rooms.stage.queries import shows as queries
from dure.rooms.stage.queries.standings import demand_host
from dure.rooms.stage.services import helping
from dure.rooms.stage.services.broadcasts import Agreement

COHOST = Helper.Role.COHOST


@require_POST
def helpers(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Make a link for a helper, name one, or send one home."""
    step = request.POST.get("as")
    if step == "link":
        with said_here(request):
            _link, secret = helping.make_helper_link(by=request.actor, show_id=show_id)
            request.session[helper_link_key(show_id)] = address_of_link(request, secret)
        return redirect(reverse("stage:show_desk", args=[show_id]) + "#helpers")
    person_id = read_id(request.POST.get("person_id", ""))
    with said_here(request):
        if step == "remove":
            helping.remove_helper(by=request.actor, show_id=show_id, person_id=person_id)
            messages.success(request, _("This person does not help any more."))
        else:
            helping.name_helper(by=request.actor, show_id=show_id, person_id=person_id)
            messages.success(request, _("This person helps now."))
    return redirect(reverse("stage:show_desk", args=[show_id]) + "#helpers")


@require_http_methods(["GET", "HEAD", "POST"])
def second_hosts(request: DureRequest, show_id: UUID) -> HttpResponse:
    """Ask somebody to film with a second telephone, let them do more or less, or end it: on the desk and on air."""
    found = queries.show_of(show_id=show_id, by=request.actor)
    demand_host(show=found, by=request.actor)
    link = ""
    if request.method == "POST":
        with said_here(request):
            link = _take_step(request, show_id)
    if "hx-request" in request.headers:
        return render(request, "stage/_second_host.html", second_host_context(found, link))
    if link:
        request.session[_second_link_key(show_id)] = link
    return redirect(reverse("stage:show_desk", args=[show_id]) + "#second-host")


def second_host_context(found: Show, link: str) -> dict[str, Any]:
    """Return what the part of the page about second hosts needs; `link` was just made."""
    return {
        "show": found,
        "second": filming.guests(show=found),
        "second_link": link,
        "second_qr": qr_code(link) if link else "",
    }


def told_second_link(request: DureRequest, show_id: UUID) -> str:
    """Return the link for a second host that was just made; it is told once."""
    return str(request.session.pop(_second_link_key(show_id), ""))


@require_http_methods(["GET", "HEAD", "POST"])
def helping_page(request: DureRequest, secret: str) -> HttpResponse:
    """Become a helper or second host by a link."""
    invited = filming.invited_to(secret=secret)
    is_second = invited is not None and invited.role == COHOST
    form = ConsentForm(request.POST if request.method == "POST" and is_second else None)
    if request.method == "POST" and (not is_second or form.is_valid()):
        agreement = Agreement(words=str(CONSENT_WORDS), **form.cleaned_data) if is_second else None
        place = helping.accept_helper_link(by=request.actor, secret=secret, agreement=agreement)
        if is_second:
            messages.success(request, _("You can film in this show now. Thank you."))
            return redirect("stage:on_air", show_id=place.show_id)
        messages.success(request, _("You help in this show now. Thank you."))
        return redirect("stage:show_desk", show_id=place.show_id)
    context = {"secret": secret, "invited": invited, "is_second": is_second, "form": form}
    status = BadInput.status if form.is_bound else 200
    return render(request, "stage/helping.html", context, status=status)


def helper_link_key(show_id: UUID) -> str:
    """Where the browser's session keeps a helper's link that was just made: it is told once."""
    return f"stage-helper-link:{show_id}"


def address_of_link(request: DureRequest, secret: str) -> str:
    """Return the address under which a link is followed."""
    return request.build_absolute_uri(reverse("stage:helping", args=[secret]))


def _take_step(request: DureRequest, show_id: UUID) -> str:
    """Take the step that the form names; return a link that was made."""
    here: dict[str, Any] = {"by": request.actor, "show_id": show_id}
    step = request.POST.get("as", "")
    if step == "invite":
        _link, secret = helping.make_helper_link(**here, role=COHOST)
        return address_of_link(request, secret)
    steps: Mapping[str, Callable[[UUID], object]] = {
        "take_back": lambda of: helping.take_link_back(**here, link_id=of),
        "remove": lambda of: helping.remove_helper(**here, person_id=of),
        "let": partial(_let, here, is_let=True),
        "unlet": partial(_let, here, is_let=False),
    }
    if step not in steps:
        raise BadInput(fields={"as": [step]})
    steps[step](read_id(request.POST.get("of", "")))
    return ""


def _let(here: dict[str, Any], of: UUID, *, is_let: bool) -> None:
    helping.let_keep_order(**here, person_id=of, is_let=is_let)


def _second_link_key(show_id: UUID) -> str:
    return f"stage-second-link:{show_id}"
