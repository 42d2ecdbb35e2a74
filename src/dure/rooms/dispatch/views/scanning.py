"""The scan page: a camera where the browser reads codes, else a field for a hand scanner or fingers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput, NotSignedIn
from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.forms import ScanForm
from dure.rooms.dispatch.queries import hubs
from dure.rooms.dispatch.services.scans import scan
from dure.rooms.people.queries.memberships import standings

LAST = "dispatch_last_scan"
STEPS: dict[str, str | Promise] = {
    "pack": gettext_lazy("Packed"),
    "take": gettext_lazy("I take it along"),
    "drop": gettext_lazy("Arrives in the hub"),
    "come_back": gettext_lazy("Came back to us"),
}


@require_safe
def scanning(request: DureRequest) -> HttpResponse:
    """Scan one parcel after another; the last step and hub stay chosen."""
    form = _form(request, initial={"client_id": new_id(), **request.session.get(LAST, {})})
    return render(request, "dispatch/scanning.html", {"form": form})


@require_POST
def scanned(request: DureRequest) -> HttpResponse:
    """Take one scan of the page without script."""
    form = _form(request, data=True)
    if not form.is_valid():
        raise BadInput(fields={name: [str(each) for each in problems] for name, problems in form.errors.items()})
    answers = form.cleaned_data
    hub = answers.get("hub", "")
    done = scan(
        by=request.actor,
        code=answers["code"],
        step=answers["step"],
        hub_id=UUID(hub) if hub else None,
        moment=form.moment(),
    )
    request.session[LAST] = {"step": answers["step"], "hub": hub}
    facts = {"number": sscc.short(done.parcel.sscc), "place": done.parcel.get_place_display()}
    messages.success(request, _("%(number)s: %(place)s") % facts)
    return redirect("dispatch:scanning")


def _form(request: DureRequest, *, data: bool = False, initial: dict[str, object] | None = None) -> ScanForm:
    """Return the form with the steps and hubs of this very person."""
    if request.actor.person_id is None:
        raise NotSignedIn
    own = [each for each in standings(person_id=request.actor.person_id) if not each.is_closed]
    at = hubs.hubs_among(organisation_ids=[each.organisation_id for each in own])
    is_driver = any(driver.is_approved for driver in hubs.driving(person_id=request.actor.person_id))
    may = {"pack": bool(own), "take": is_driver, "drop": bool(at), "come_back": bool(own)}
    steps = [(step, words) for step, words in STEPS.items() if may[step]]
    first: dict[str, object] = {"step": steps[0][0] if steps else ""}
    return ScanForm(
        request.POST if data else None,
        steps=steps,
        hubs=[(str(hub.id), hub.name) for hub in at],
        initial=first | (initial or {}),
    )
