"""Who is asking: puts the actor on every request, speaks the person's language, and names the acting organisation.

An organisation named by the address (`organisation_id`) goes before the one chosen in the browser: who opens the page
of the farm acts for the farm, if they belong to it. Roles are read from the active membership at every request, so who
is removed loses them with the next one.
"""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from dure.kernel.access import STAFF, rule_for
from dure.kernel.errors import NotFound, Problem
from dure.kernel.http import STRANGER, Actor, read_id
from dure.kernel.limits import limit
from dure.kernel.refusals import answer
from dure.rooms.people.adapters.second_factor import has_second_factor, passed_second_factor
from dure.rooms.people.adapters.sessions import asked_by
from dure.rooms.people.errors import ApiKeyReadsOnly, ApiKeyWrong, SecondFactorNeeded
from dure.rooms.people.models import Person, SignIn
from dure.rooms.people.queries.asking import Asking
from dure.rooms.people.queries.memberships import Standing, standing
from dure.rooms.people.services.api_keys import use_api_key
from dure.ui import preferences as look

ACTING_KEY = "people.acting"
"""Where the browser's session keeps the organisation a person chose to act for."""


ASKED_A_MINUTE = 600
WRONG_A_MINUTE = 30
MINUTE_S = 60
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class PeopleRequest(HttpRequest):
    """A request after this middleware."""

    actor: Actor
    person: Person | None
    acting: Standing | None
    asking: Asking | None
    bar_facts: dict[str, object]


class PeopleMiddleware:
    """Puts `actor`, `person` and `acting` on every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find out who asks before, and tell the browser how they like their pages after."""
        secret = _secret(request)
        if secret is None:
            _introduce(request, _sign_in(request))
            response = self.get_response(request)
            _show_preferences(request, response)
            return response
        refusal = _introduce_program(request, secret)
        return self.get_response(request) if refusal is None else answer(request, refusal)

    def process_view(
        self, request: PeopleRequest, _view: object, _arguments: object, named: dict[str, object]
    ) -> HttpResponseBase | None:
        """Act for the organisation the address names; send staff without a second factor to get one."""
        organisation_id = named.get("organisation_id")
        if organisation_id is not None and request.person is not None and _secret(request) is None:
            # Pages have it as a UUID, the API still as the text of one.
            _act_for(request, UUID(str(organisation_id)), also_closed=True)
        return _second_factor_first(request)


def _sign_in(request: HttpRequest) -> SignIn | None:
    """The sign-in behind the browser; without its cookie nothing is asked of the database."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or _secret(request) is not None:
        return None
    return request.user if isinstance(request.user, SignIn) else None


def _secret(request: HttpRequest) -> str | None:
    """The API key a program sends; None for everybody else. Whoever sends one is not asked for a cookie."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    is_program = request.path.startswith("/api/") and scheme.lower() == "bearer"
    return secret.strip() if is_program else None


def _introduce_program(request: HttpRequest, secret: str) -> Problem | None:
    """Let a program act for whom its key was made; return why not where it may not."""
    request.person, request.acting, request.actor = None, None, STRANGER  # type: ignore[attr-defined]
    try:
        _act_by_key(request, secret)
    except ApiKeyWrong as refusal:
        return _count_wrong_key(request) or refusal
    except Problem as refusal:
        return refusal
    return None


def _act_by_key(request: HttpRequest, secret: str) -> None:
    """Put whom the key acts for on the request: its person, or one of their organisations and nothing else."""
    key = use_api_key(secret=secret)
    limit(f"people:api-key:{key.id}", times=ASKED_A_MINUTE, per_s=MINUTE_S)
    if key.is_read_only and request.method not in SAFE:
        raise ApiKeyReadsOnly
    actor, acting = Actor(person_id=key.person_id), None
    if key.organisation_id is not None:
        acting = standing(person_id=key.person_id, organisation_id=key.organisation_id)
        if acting is None or acting.is_closed:
            raise ApiKeyWrong
        actor = replace(actor, organisation_id=acting.organisation_id, roles=acting.roles, is_bound=True)
    request.person, request.acting, request.actor = key.person, acting, actor  # type: ignore[attr-defined]
    translation.activate(key.person.language)
    request.LANGUAGE_CODE = translation.get_language()


def _count_wrong_key(request: HttpRequest) -> Problem | None:
    """Slow down whoever tries keys."""
    try:
        limit(f"people:wrong-key:{get_adapter().get_client_ip(request)}", times=WRONG_A_MINUTE, per_s=MINUTE_S)
    except Problem as refusal:
        return refusal
    return None


def look_liked_by(person: Person) -> look.Preferences:
    """Return the look a person asked for, as the ui keeps it in cookies."""
    return look.Preferences(
        theme=person.theme,
        size="large" if person.is_text_large else "normal",
        saver="on" if person.is_data_low else "off",
    )


def _show_preferences(request: HttpRequest, response: HttpResponseBase) -> None:
    """Copy what the person likes into this browser's cookies where they differ, as after signing in on a new phone."""
    if not (request.session.modified or settings.SESSION_COOKIE_NAME in request.COOKIES):
        return
    sign_in = request.user
    is_said_already = look.COOKIES["theme"] in response.cookies
    if not isinstance(sign_in, SignIn) or is_said_already:
        return
    liked = look_liked_by(sign_in.person)
    if look.read(request.COOKIES) != liked:
        look.write(response, liked, is_secure=request.is_secure())  # type: ignore[arg-type]  # every response takes cookies
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != sign_in.person.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, sign_in.person.language, max_age=look.YEAR_S, samesite="Lax")


def _introduce(request: HttpRequest, sign_in: SignIn | None) -> None:
    request.person, request.acting, request.actor = None, None, STRANGER  # type: ignore[attr-defined]
    if sign_in is None:
        return
    request.person = sign_in.person  # type: ignore[attr-defined]
    request.asking = asking = asked_by(request, sign_in)  # type: ignore[attr-defined]
    request.bar_facts = asking.bar_facts if asking else {}  # type: ignore[attr-defined]
    is_staff = sign_in.is_staff and passed_second_factor(request, sign_in)
    request.actor = Actor(person_id=sign_in.person_id, is_staff=is_staff)  # type: ignore[attr-defined]
    translation.activate(sign_in.person.language)
    request.LANGUAGE_CODE = translation.get_language()
    if chosen := request.session.get(ACTING_KEY):
        _act_for(request, UUID(chosen), also_closed=False)


def _act_for(request: HttpRequest, organisation_id: UUID, *, also_closed: bool) -> None:
    """Let the person act for an organisation they belong to; leave everything as it is where they do not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.organisation_id == organisation_id:
        return
    asking: Asking | None = request.asking  # type: ignore[attr-defined]
    if asking:
        found = asking.standing_in(organisation_id)
    else:
        found = standing(person_id=actor.person_id, organisation_id=organisation_id)
    if found is None or (found.is_closed and not also_closed):
        return
    request.acting = found  # type: ignore[attr-defined]
    request.actor = replace(  # type: ignore[attr-defined]
        actor, organisation_id=found.organisation_id, roles=found.roles
    )


def person_of(request: PeopleRequest) -> UUID:
    """Return the id of the person who asks; the access table let nobody else through."""
    assert request.actor.person_id is not None
    return request.actor.person_id


def act_for(request: PeopleRequest, organisation_id: str) -> Standing:
    """Remember in the browser's session for which organisation the person acts; it must be one of theirs, and open."""
    found = standing(person_id=request.actor.person_id, organisation_id=read_id(organisation_id))
    if found is None or found.is_closed:
        raise NotFound
    request.session[ACTING_KEY] = str(found.organisation_id)
    return found


def _second_factor_first(request: PeopleRequest) -> HttpResponseBase | None:
    """Where the table asks for staff and a member of staff came without a second factor, lead there."""
    sign_in = _sign_in(request)
    match = request.resolver_match
    if sign_in is None or not sign_in.is_staff or request.actor.is_staff or match is None:
        return None
    if rule_for(match.view_name, request.method or "GET") != STAFF:
        return None
    if match.view_name.startswith("api:"):
        raise SecondFactorNeeded
    step = "mfa_reauthenticate" if has_second_factor(sign_in) else "mfa_index"
    return redirect(f"{reverse(step)}?{urlencode({'next': request.get_full_path()})}")


def landing_of(request: HttpRequest) -> str:
    """Return the whole address before an invitation's key."""
    return request.build_absolute_uri(reverse("people:invitation", kwargs={"key": "~"})).removesuffix("~/")
