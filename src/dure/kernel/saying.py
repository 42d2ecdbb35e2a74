"""How pages say no: beside the field, above the form, or as a note on the page one was on.

What a person may not do, or what is not there, stays a page of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dure.kernel.errors import BadInput, NotAllowed, NotFound, NotSignedIn, Refusal
from dure.kernel.http import DureRequest

OWN_PAGE = (NotAllowed, NotFound, NotSignedIn)
OK = 200
View = Callable[..., HttpResponse]


@contextmanager
def said_on(form: Form, *, field: str = "") -> Iterator[None]:
    """Hang the refusal of a verb on its form: beside the fields it names, else beside `field`, else above the form."""
    try:
        yield
    except OWN_PAGE:
        raise
    except Refusal as refusal:
        named = refusal.fields if isinstance(refusal, BadInput) else {}
        for name, sentences in (named or {field: [refusal.message]}).items():
            form.add_error(name if name in form.fields else None, sentences)
        form.refusal = refusal  # type: ignore[attr-defined]  # told to the page


@contextmanager
def said_here(request: DureRequest) -> Iterator[None]:
    """Say the refusal of a press of a button as a note on the page one was on; not what no button sends."""
    try:
        yield
    except OWN_PAGE:
        raise
    except Refusal as refusal:
        if type(refusal) is BadInput:
            raise
        messages.warning(request, refusal.message)


def posted_from(page: str, *, by: str = "show_id") -> Callable[[View], View]:
    """Let an address take a form; who opens it otherwise (loads it again) gets the page of the form."""

    def wrap(view: View) -> View:
        @wraps(view)
        def taking(request: DureRequest, **ids: UUID) -> HttpResponse:
            if request.method == "POST":
                return view(request, **ids)
            return redirect(reverse(page, kwargs={by: ids[by]} if by else None))

        return require_http_methods(["GET", "HEAD", "POST"])(taking)

    return wrap


def status_of(*forms: Form) -> int:
    """Return the status of a page with these forms: that of what was refused or wrong, else all is well."""
    refusal = next((each.refusal for each in forms if hasattr(each, "refusal")), None)
    if refusal is not None:
        return int(refusal.status)
    return BadInput.status if any(each.is_bound and each.errors for each in forms) else OK
