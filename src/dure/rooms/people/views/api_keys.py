"""My keys for programs: what they open, a new one, and ending one."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dure.rooms.people.forms.api_keys import ApiKeyForm
from dure.rooms.people.middleware import PeopleRequest, person_of
from dure.rooms.people.queries import api_keys as queries
from dure.rooms.people.queries import memberships
from dure.rooms.people.services import api_keys
from dure.rooms.people.services.api_keys import MadeKey


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
def own_api_keys(request: PeopleRequest) -> HttpResponse:
    """My keys; a new one is shown in the answer to making it, and never again."""
    person_id = person_of(request)
    form = ApiKeyForm(request.POST or None, standings=memberships.standings(person_id=person_id))
    made: MadeKey | None = None
    if form.is_valid():
        made = api_keys.make_api_key(by=request.actor, **form.facts())
    context = {
        "form": None if made else form,
        "made": made,
        "keys": queries.own_keys(person_id=person_id),
    }
    return render(request, "people/api_keys.html", context, status=422 if form.errors else 200)


@require_POST
def api_key_ending(request: PeopleRequest, key_id: UUID) -> HttpResponse:
    """End a key."""
    ended = api_keys.end_api_key(by=request.actor, key_id=key_id)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": ended.name})
    return redirect("people:api_keys")
