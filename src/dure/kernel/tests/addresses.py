"""A few addresses of every kind, for tests of refusals, access, the API and safe repeats."""

from itertools import count

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from ninja import Router, Schema
from ninja.decorators import decorate_view

from dure.kernel.access import EVERYONE, SIGNED_IN, Table
from dure.kernel.api import BrowserSession, HouseAPI
from dure.kernel.errors import BadInput, NotSignedIn, Outage, Refusal, TooMany
from dure.kernel.idempotency import idempotent
from dure.kernel.limits import limit

_numbers = count(1)


class BasketEmpty(Refusal):
    """There is nothing to buy."""

    code = "basket_empty"
    sentence = _("That is not possible now.")


FAILURES: dict[str, Exception] = {
    "refusal": BasketEmpty(basket="7"),
    "bad-input": BadInput(fields={"name": ["Too long."]}),
    "stranger": NotSignedIn(),
    "often": TooMany(retry_after_s=17),
    "outage": Outage(),
    "missing": Http404(),
    "forbidden": PermissionDenied(),
    "database": OperationalError("the server closed the connection"),
    "bug": ZeroDivisionError("a bug"),
}


def fails(_request: HttpRequest, how: str) -> HttpResponse:
    """Fail in the way the address names."""
    raise FAILURES[how]


@require_POST
@idempotent
def post_once(request: HttpRequest) -> HttpResponse:
    """Do something that can be counted."""
    _count(request.POST.get("name", ""))
    return redirect(f"/done/{next(_numbers)}")


@require_POST
def post(_request: HttpRequest) -> HttpResponse:
    """Take a form."""
    return HttpResponse("taken")


def _count(name: str) -> None:
    """Leave a trace."""
    limit(name, times=1_000, per_s=86_400)


class LampIn(Schema):
    """A lamp to light."""

    name: str
    brightness: int = 1


router = Router()


@router.get("/lamps", operation_id="lamps")
def lamps(request: HttpRequest) -> list[str]:
    """Return the lamps."""
    return ["porch"]


@router.post("/lamps", operation_id="light_lamp", response={200: dict[str, int]})
@decorate_view(idempotent)
def light_lamp(request: HttpRequest, body: LampIn) -> dict[str, int]:
    """Light one."""
    if body.name == "broken":
        _count(body.name)
        raise BasketEmpty
    _count(body.name)
    return {"number": next(_numbers)}


@router.get("/fails/{how}", operation_id="fail")
def fail(request: HttpRequest, how: str) -> None:
    """Fail in the way the address names."""
    raise FAILURES[how]


api = HouseAPI(urls_namespace="api", auth=BrowserSession(), title="Tests")
api.add_router("", router)

pages = [
    path("fails/<str:how>", fails, name="fails"),
    path("post", post, name="post"),
    path("once", post_once, name="once"),
    path("closed", post, name="closed"),
]
urlpatterns = [
    path("api/", api.urls),
    path("", include((pages, "tests"))),
    path("", include("dure.site.urls")),
]

handler400 = "dure.kernel.refusals.bad_request"
handler403 = "dure.kernel.refusals.not_allowed"
handler404 = "dure.kernel.refusals.not_found"
handler500 = "dure.kernel.refusals.crashed"

TABLE: Table = {
    "ui:*": EVERYONE,
    "api:fail": EVERYONE,
    "api:lamps": EVERYONE,
    "api:light_lamp": EVERYONE,
    "tests:closed": SIGNED_IN,
    "tests:fails": EVERYONE,
    "tests:once": EVERYONE,
    "tests:post": EVERYONE,
}

NO_RULES: Table = {}
