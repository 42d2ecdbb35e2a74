"""My page, and what hangs on it: name, acting for an organisation, consents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.rooms.people.forms.organisations import NameForm
from dure.rooms.people.middleware import ACTING_KEY, PeopleRequest, act_for, person_of
from dure.rooms.people.models import Matter
from dure.rooms.people.queries import consents as consent_queries
from dure.rooms.people.queries import invitations as invitation_queries
from dure.rooms.people.queries import memberships, persons, sign_ins
from dure.rooms.people.queries.mandates import mandates_held
from dure.rooms.people.services import consents
from dure.rooms.people.services.persons import change_name


@require_safe
def me(request: PeopleRequest) -> HttpResponse:
    """Everything about me in one place."""
    person_id = person_of(request)
    invitations = invitation_queries.invitations_for(person_id=person_id)
    context = {
        "ways": sign_ins.ways_of(person_id=person_id),
        "standings": memberships.standings(person_id=person_id),
        "mandates": mandates_held(person_id=person_id),
        "invitations": [(each, invitation_queries.link_key(invitation_id=each.id)) for each in invitations],
        "agreements": consent_queries.agreements(person_id=person_id),
        "needed": consents.NEEDED,
        "departure": persons.open_departure(person_id=person_id),
        "export": persons.latest_export(person_id=person_id),
        "name_form": NameForm(initial={"name": request.person.name if request.person else ""}),
    }
    return render(request, "people/me.html", context)


@require_POST
def name(request: PeopleRequest) -> HttpResponse:
    """Change my name."""
    change_name(by=request.actor, name=request.POST.get("name", ""))
    messages.success(request, _("Your name is changed."))
    return redirect("people:me")


@require_POST
def acting(request: PeopleRequest) -> HttpResponse:
    """Act for another organisation from now on, in this browser, or for nobody but myself."""
    chosen = request.POST.get("organisation_id", "")
    if chosen:
        act_for(request, chosen)
    else:
        request.session.pop(ACTING_KEY, None)
    return redirect(way_back(request, reverse("people:me")))


@require_POST
def consent(request: PeopleRequest, matter: str) -> HttpResponse:
    """Agree to a matter."""
    consents.give_consents(person_id=person_of(request), matters=[_matter(matter)], language=get_language() or "")
    messages.success(request, _("Thank you. We noted that you agree."))
    return redirect(reverse("people:me") + "#consents")


@require_POST
def consent_withdrawal(request: PeopleRequest, matter: str) -> HttpResponse:
    """Take a consent back."""
    consents.withdraw_consent(by=request.actor, matter=_matter(matter))
    messages.success(request, _("We noted that you no longer agree."))
    return redirect(reverse("people:me") + "#consents")


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return the address the form asked to go on to, if it is ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else otherwise


def _matter(text: str) -> str:
    if text not in Matter.values:
        raise BadInput(fields={"matter": [text]})
    return text
