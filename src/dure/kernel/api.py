"""The JSON API at /api/: every operation is a verb, its `operation_id` the verb's name.

Rooms make a `ninja.Router` in their `api.py`; `site/urls.py` adds it to `api`. Who may call what stands in the access
table under `api:<operation_id>`. Refusals come back as problem+json (`kernel/refusals.py`).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeGuard

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import URLPattern, URLResolver
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Swagger
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation, PathView
from ninja.parser import Parser
from ninja.router import Router
from ninja.security import APIKeyCookie, HttpBearer

from dure.kernel.errors import BadInput, NotAllowed, NotFound, NotSignedIn, Problem, Refusal, TooMany
from dure.kernel.refusals import FormStale, NotReadable, answer, problem_of
from dure.kernel.refusals_described import promise_keys, promise_refusals


class ApiKey(HttpBearer):
    """A program's key; the people room's middleware has already found out whose it is, or answered that it is none."""

    def authenticate(self, request: HttpRequest, token: str) -> bool:
        """Let the request pass: no other page can make a browser send this header, so nothing can be forged."""
        del request, token
        return True


class BrowserSession(APIKeyCookie):
    """Whoever the cookie says; unsafe methods with a session cookie need the CSRF token, as forms do."""

    def __init__(self) -> None:
        """Take Django's session cookie; check CSRF ourselves, to answer in our own words."""
        self.param_name = settings.SESSION_COOKIE_NAME
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> bool:
        """Let everyone pass whose request was not forged; the access table has already decided who may."""
        if key is not None and not _is_ours(request):
            raise FormStale
        return True


def _is_ours(request: HttpRequest) -> bool:
    """Whether the CSRF token fits."""
    guard = CsrfViewMiddleware(lambda _request: HttpResponse())
    guard.process_request(request)
    return guard.process_view(request, _unguarded, (), {}) is None


def _unguarded(_request: HttpRequest) -> HttpResponse:
    """Stand in for a view that is not exempt from CSRF."""
    return HttpResponse()


class Malformed(BadInput):
    """The body or a parameter does not have the promised shape."""

    code = "malformed"
    sentence = _("Some fields are missing or have a wrong form.")


def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a wrong shape, field by field."""
    fields: dict[str, list[str]] = {}
    for each in error.errors:
        fields.setdefault(".".join(str(part) for part in each["loc"][1:]), []).append(str(each["msg"]))
    return answer(request, Malformed(fields=fields))


class HouseParser(Parser):
    """Reads what is sent; a text with the character zero, which no table can keep, is refused as malformed."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON of a body."""
        if b"\\u0000" in request.body:
            raise Malformed
        return super().parse_body(request)

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        """Return the fields of an address or a form."""
        if any("\x00" in str(value) for _name, values in data.lists() for value in values):
            raise Malformed
        return super().parse_querydict(data, list_fields, request)


MEANINGS: dict[int, type[Refusal]] = {400: NotReadable, 401: NotSignedIn, 403: NotAllowed, 404: NotFound}


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what ninja itself refuses."""
    if isinstance(error, Throttled):
        return answer(request, TooMany(retry_after_s=error.wait or 60))
    cause = problem_of(error.__cause__) if error.__cause__ else None
    return answer(request, cause or MEANINGS.get(error.status_code, BadInput)())


def _leave(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Let everything else go on to the house's own handlers."""
    raise error


def _is_operation(pattern: URLResolver | URLPattern) -> TypeGuard[URLPattern]:
    """Whether an address is a verb's, not one of ninja's own pages."""
    own = {"openapi-json", "openapi-view", "api-root"}
    return isinstance(pattern, URLPattern) and pattern.name not in own


class HouseAPI(NinjaAPI):
    """Ninja, with one name per operation: the verb."""

    def set_default_exception_handlers(self) -> None:
        """Answer every error as the house does (ninja's types also allow for classes, which nobody raises)."""
        self.add_exception_handler(Problem, answer)  # type: ignore[arg-type]
        self.add_exception_handler(ValidationError, _malformed)  # type: ignore[arg-type]
        self.add_exception_handler(HttpError, _http_error)  # type: ignore[arg-type]
        self.add_exception_handler(Exception, _leave)  # type: ignore[arg-type]

    def get_operation_url_name(self, operation: Operation, router: Router) -> str:
        """Return the verb's name; `reverse("api:place_order")`."""
        return operation.operation_id or super().get_operation_url_name(operation, router)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the verb's name."""
        return operation.operation_id or str(operation.view_func.__name__)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the document; every operation also promises which refusals it may answer with."""
        described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        promise_keys(described, {name: vars(each.run)["is_key_required"] for name, each in self._keyed()})
        promise_refusals(described)
        return described

    def _keyed(self) -> Iterator[tuple[str, Operation]]:
        """Yield the operations that can be repeated safely, by their names."""
        for view in (view for bound in self._get_bound_routers() for view in bound.path_operations.values()):
            for operation in view.operations:
                if "is_key_required" in getattr(operation.run, "__dict__", {}):
                    yield self.get_openapi_operation_id(operation), operation

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        """Hang on each address which operation each method means, for the access table."""
        patterns = super()._get_urls()
        views = [view for bound in self._get_bound_routers() for view in bound.path_operations.values()]
        doors = [self._names(view) for view in views for _operation in view.operations]
        for pattern, names in zip(filter(_is_operation, patterns), doors, strict=True):
            vars(pattern.callback)["operation_ids"] = names
        return patterns

    def _names(self, view: PathView) -> dict[str, str]:
        """Return {method: operation id} of one address."""
        return {method: self.get_openapi_operation_id(each) for each in view.operations for method in each.methods}


api = HouseAPI(
    title="Dure",
    version="1",
    description="What a page can do, a program can do. Errors are RFC 9457 problem documents with a stable `code`.",
    urls_namespace="api",
    auth=[ApiKey(), BrowserSession()],
    parser=HouseParser(),
    docs=Swagger(settings={"persistAuthorization": False}),
)


def answers_file(*kinds: str) -> dict[str, Any]:
    """Return what the document adds to an operation that answers with a file of these content types."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"responses": {200: {"description": "The file.", "content": content}}}


@cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI document, for `docs/api.md` and `api/openapi.json`."""
    return dict(api.get_openapi_schema(path_prefix="/api/"))
