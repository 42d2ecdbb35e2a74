"""Says of every page whether a phone may keep it, and makes it forget everything at sign-out."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from dure.kernel.access import EVERYONE, door_of, rule_for
from dure.kernel.http import STRANGER

KEEP_HEADER = "Dure-Keep"
"""The service worker keeps only pages that carry it."""


class KeepingMiddleware:
    """Marks public pages as keepable, and clears the browser when somebody signs out (shared family phones)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on and mark the answer."""
        was_signed_in = _is_signed_in(request)
        response = self.get_response(request)
        if was_signed_in and request.method == "POST" and not _is_signed_in(request):
            response["Clear-Site-Data"] = '"cache", "storage"'
        elif may_keep(request, response):
            response[KEEP_HEADER] = "public"
        return response


def _is_signed_in(request: HttpRequest) -> bool:
    """Whether a signed-in browser asks; looks into the session only where there is one."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def may_keep(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a phone may keep this page: everybody may see it, nobody is signed in, and it sets nobody's session."""
    return (
        request.method == "GET"
        and response.status_code == HTTPStatus.OK
        and response.get("Content-Type", "").startswith("text/html")
        and rule_for(door_of(request), "GET") == EVERYONE
        and getattr(request, "actor", STRANGER) == STRANGER
        and not _is_signed_in(request)
        and "no-store" not in response.get("Cache-Control", "")
        and settings.SESSION_COOKIE_NAME not in getattr(response, "cookies", {})
    )
