"""Joins the visits of a browser to whoever signs in on it, once; a browser that came by no link costs nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from dure.kernel.http import STRANGER, Actor
from dure.rooms.market.forms.visit_keys import COOKIE, read_key
from dure.rooms.market.services.promotion_links import join_visits


class VisitsMiddleware:
    """After somebody is known: what this browser followed is theirs, and the browser's cookie goes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Join before the page, so that what is ordered on it counts."""
        actor: Actor = getattr(request, "actor", STRANGER)
        if COOKIE not in request.COOKIES or actor.person_id is None or actor.is_bound:
            return self.get_response(request)
        browser_id = read_key(request.COOKIES[COOKIE])
        if browser_id is not None:
            join_visits(person_id=actor.person_id, browser_id=browser_id)
        response = self.get_response(request)
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
