"""One handler turns every refusal, outage and crash into an answer in the caller's form and language.

* the API (or a caller who asks for JSON) gets RFC 9457 problem+json: `type, title, status, detail, code` and the facts;
* an htmx request gets a toast (`ui/_toast.html`), swapped into `#toasts`;
* a page gets `ui/refusal.html` with the same status; a stranger who opens a closed page is led to sign in.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotAllowed, NotFound, NotSignedIn, Outage, Problem, Refusal, TooMany

log = logging.getLogger("dure.refusals")

PROBLEM_JSON = "application/problem+json"
RESERVED = frozenset({"type", "title", "status", "detail", "code", "instance", "fields"})


class FormStale(NotAllowed):
    """The page was open too long, or the post came from elsewhere."""

    code = "form_stale"
    sentence = _("This page was open too long. Please load it again and repeat the step.")


class TooLarge(BadInput):
    """More was sent than we take at once."""

    code = "too_large"
    status = 413
    sentence = _("That is more than we can take at once.")


class NotReadable(BadInput):
    """The request itself is malformed."""

    code = "not_readable"
    status = 400
    sentence = _("We could not read the request.")


class WrongMethod(Refusal):
    """The address does not know this method."""

    code = "wrong_method"
    status = 405
    sentence = _("This address cannot be used in that way.")


class DatabaseAway(Outage):
    """PostgreSQL does not answer, or not in time."""

    code = "database_away"
    sentence = _("We are busy or restarting. Nothing was lost; please try again in a moment.")


class Crashed(Problem):
    """A mistake of ours."""

    code = "crashed"
    status = 500
    sentence = _("Something went wrong on our side. It has been noted.")


KNOWN: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], type[Problem]], ...] = (
    (Http404, NotFound),
    (PermissionDenied, NotAllowed),
    ((RequestDataTooBig, TooManyFilesSent), TooLarge),
    (SuspiciousOperation, NotReadable),
    ((OperationalError, InterfaceError), DatabaseAway),
)
"""What Django raises, and what it means here."""


def problem_of(error: BaseException) -> Problem | None:
    """Return the problem an exception stands for; None when it is a bug."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, DjangoValidationError):
        return BadInput(fields=error.message_dict if hasattr(error, "error_dict") else {"": error.messages})
    return next((meaning() for kinds, meaning in KNOWN if isinstance(error, kinds)), None)


def wants_problem_json(request: HttpRequest) -> bool:
    """Whether the caller is a program rather than a browser."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", "application/json", PROBLEM_JSON]) not in {"text/html", None}


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the response that tells this caller about this problem."""
    if isinstance(problem, Outage):
        log.warning("%s %s: %s", request.method, request.path, problem.code)
    if wants_problem_json(request):
        response: HttpResponse = JsonResponse(document(problem), status=problem.status, content_type=PROBLEM_JSON)
    elif request.headers.get("HX-Request") == "true":
        response = _toast(request, problem)
    else:
        response = _page(request, problem)
    for name, value in _headers(problem):
        response[name] = value
    return response


def document(problem: Problem) -> dict[str, object]:
    """Return the RFC 9457 document: the standard members, our stable `code`, and the facts."""
    facts = {name: _plain(value) for name, value in problem.facts.items() if name not in RESERVED}
    fields = {"fields": problem.fields} if isinstance(problem, BadInput) and problem.fields else {}
    return {
        "type": f"{settings.PROBLEM_TYPES}#{problem.code}",
        "title": _title(problem.status),
        "status": problem.status,
        "detail": problem.message,
        "code": problem.code,
        **facts,
        **fields,
    }


def _plain(value: object) -> object:
    """Return a fact as JSON can hold it."""
    return value if isinstance(value, int | str | bool | list | dict | None) else str(value)


def _title(status: int) -> str:
    """Return the status's standard phrase."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Problem"


def _headers(problem: Problem) -> Iterator[tuple[str, str]]:
    """Yield the headers every form of the answer carries."""
    yield "Cache-Control", "no-store"
    if isinstance(problem, TooMany):
        yield "Retry-After", str(problem.retry_after_s)
    elif isinstance(problem, Outage):
        yield "Retry-After", "5"
    if get_language():
        yield "Content-Language", get_language() or ""


def _toast(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return a toast for htmx; a stranger is taken to the sign-in page instead."""
    if isinstance(problem, NotSignedIn):
        here = request.headers.get("HX-Current-URL", "/")
        return HttpResponse(status=HTTPStatus.OK, headers={"HX-Redirect": _sign_in_url(request, here)})
    context = {**_context(problem), "tone": "warning" if isinstance(problem, Refusal) else "danger"}
    response = HttpResponse(_rendered(request, "ui/_toast.html", context), status=problem.status)
    response["HX-Retarget"] = "#toasts"
    response["HX-Reswap"] = "beforeend"
    response["HX-Push-Url"] = "false"
    return response


def _page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the error page; opening a closed page leads to signing in and back."""
    if isinstance(problem, NotSignedIn) and request.method in {"GET", "HEAD"}:
        return redirect(_sign_in_url(request, request.get_full_path()))
    context = {**_context(problem), "back_url": _safe(request, request.headers.get("Referer", ""))}
    return HttpResponse(_rendered(request, "ui/refusal.html", context), status=problem.status)


def _context(problem: Problem) -> dict[str, object]:
    """Return what both templates are told."""
    return {
        "message": problem.message,
        "code": problem.code,
        "status": problem.status,
        "fields": problem.fields if isinstance(problem, BadInput) else {},
        "may_retry": isinstance(problem, Outage | TooMany | FormStale | Crashed),
        "remedy": problem.facts.get("remedy", ""),
        "sign_in_url": resolve_url(settings.LOGIN_URL) if isinstance(problem, NotSignedIn) else "",
    }


def _rendered(request: HttpRequest, template: str, context: dict[str, object]) -> str:
    """Render a template; when even that fails (the database may be away), a plain page still tells the message."""
    try:
        return render_to_string(template, context, request)
    except Exception:
        log.exception("could not render %s", template)
        message = escape(str(context["message"]))
        return f'<!doctype html><meta charset="utf-8"><title>Dure</title><h1>{context["status"]}</h1><p>{message}</p>'


def _sign_in_url(request: HttpRequest, back: str) -> str:
    """Return the sign-in page's address, with the way back."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': _safe(request, back) or '/'})}"


def _safe(request: HttpRequest, url: str) -> str:
    """Return an address if it leads to our own site, else nothing; from a host that is not ours nothing does."""
    try:
        hosts = {request.get_host()}
    except DisallowedHost:
        return ""
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=request.is_secure())
    return url if is_ours else ""


class RefusalMiddleware:
    """Catches what views raise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; an API address used with a wrong method answers as a problem too."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and response.get("Content-Type") != PROBLEM_JSON:
            refusal = answer(request, WrongMethod())
            refusal["Allow"] = response.get("Allow", "")
            return refusal
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what is a problem; leave bugs to `crashed`."""
        problem = problem_of(error)
        return None if problem is None else answer(request, problem)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old (Django's CSRF_FAILURE_VIEW)."""
    log.info("csrf: %s %s", request.path, reason)
    return answer(request, FormStale())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  the signature is Django's
    """Answer a malformed request (handler400)."""
    return answer(request, NotReadable())


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  the signature is Django's
    """Answer Django's own PermissionDenied (handler403)."""
    return answer(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  the signature is Django's
    """Answer an unknown address (handler404)."""
    return answer(request, NotFound())


def crashed(request: HttpRequest) -> HttpResponse:
    """Answer what reached nobody (handler500): problems raised by middleware, else a bug of ours."""
    error = sys.exc_info()[1]
    problem = problem_of(error) if error is not None else None
    return answer(request, problem or Crashed())
