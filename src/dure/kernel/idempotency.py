"""Safe repeats: a client names its request with a key; the same key again gets the same answer, and nothing twice.

* the same key with the same request: the kept answer, marked `Idempotency-Replayed: true`;
* the same key with another request: refused (`key_reused`);
* two at once: one does it, the other waits for the answer, or is told to try again (`key_busy`).

The key is claimed in the transaction of the verb's work, so key and work are kept or undone together.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import BadInput, Refusal
from dure.kernel.models import KeptReply

HEADER = "Idempotency-Key"
FIELD = "idempotency_key"
KEPT_FOR = timedelta(days=2)
KEY_LENGTH_MIN, KEY_LENGTH_MAX = 16, 128
KEPT_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Location", "HX-Trigger", "HX-Retarget", "HX-Reswap")
WAIT = "3s"


class KeyReused(Refusal):
    """The key belongs to another request."""

    code = "key_reused"
    sentence = _("This was sent before with other contents. Please load the page again.")


class KeyBusy(Refusal):
    """The first request with this key is still being done."""

    code = "key_busy"
    sentence = _("We are still working on that. Please wait a moment.")


class KeyMissing(BadInput):
    """This operation needs a key."""

    code = "key_missing"
    status = 400
    sentence = _("Please send an Idempotency-Key with this request.")


class KeyMalformed(BadInput):
    """The key is too short, too long or has odd characters."""

    code = "key_malformed"
    status = 400
    sentence = _("The Idempotency-Key must be 16 to 128 visible ASCII characters.")


class View(Protocol):
    """A Django view, or ninja's inner one."""

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer."""


def idempotent(view: View | None = None, *, is_key_required: bool = False) -> Any:
    """Make a view safe to repeat: on a form's view directly, on an API operation below it by `decorate_view`."""

    def decorate(inner: View) -> View:
        @wraps(inner)
        def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = key_of(request)
            if not key:
                if is_key_required:
                    raise KeyMissing
                return inner(request, *args, **kwargs)
            return _answer_once(request, key, lambda: inner(request, *args, **kwargs))

        vars(once)["is_key_required"] = is_key_required
        return once

    return decorate if view is None else decorate(view)


def key_of(request: HttpRequest) -> str:
    """Return the request's key, of the header or a form's hidden field; empty when it has none."""
    key = request.headers.get(HEADER, "")
    if not key and request.method == "POST" and not request.path.startswith("/api/"):
        key = request.POST.get(FIELD, "")
    is_well_formed = KEY_LENGTH_MIN <= len(key) <= KEY_LENGTH_MAX and key.isascii() and key.isprintable()
    if key and not is_well_formed:
        raise KeyMalformed
    return key


def _answer_once(request: HttpRequest, key: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Claim the key and do the work, or return what was answered before."""
    scope, digest = _scope(request), _hash(request)
    with transaction.atomic():
        if not _claim(scope, key, digest):
            return _kept(scope, key, digest)
        response = work()
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
        else:
            _keep(scope, key, response)
        return response


def _claim(scope: str, key: str, digest: bytes) -> bool:
    """Write the key; a rival who is at it is waited for, but not for long. Return whether the key is ours."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
            cursor.execute(
                "INSERT INTO kernel_keptreply AS kept (scope, key, request_hash, headers, body, expires_at) "
                "VALUES (%s, %s, %s, '{}', '', %s) ON CONFLICT (scope, key) DO UPDATE "
                "SET request_hash = excluded.request_hash, status = NULL, expires_at = excluded.expires_at "
                "WHERE kept.expires_at < %s",
                [scope, key, digest, clock.now() + KEPT_FOR, clock.now()],
            )
            is_ours: bool = cursor.rowcount == 1
            return is_ours
    except OperationalError as error:
        raise KeyBusy from error


def _kept(scope: str, key: str, digest: bytes) -> HttpResponse:
    """Return the kept answer to this very request."""
    kept = KeptReply.objects.get(scope=scope, key=key)
    if bytes(kept.request_hash) != digest:
        raise KeyReused
    response = HttpResponse(bytes(kept.body), status=kept.status)
    for name, value in {**kept.headers, "Idempotency-Replayed": "true"}.items():
        response[name] = value
    return response


def _keep(scope: str, key: str, response: HttpResponse) -> None:
    """Keep an answer."""
    if response.streaming:
        raise TypeError("a streamed answer cannot be kept for repeats")
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    KeptReply.objects.filter(scope=scope, key=key).update(
        status=response.status_code, headers=headers, body=response.content
    )


def _scope(request: HttpRequest) -> str:
    """Return whose keys these are: a person's own, or those of everybody who is not signed in."""
    actor = getattr(request, "actor", None)
    return str(actor.person_id) if actor is not None and actor.person_id else "strangers"


def _hash(request: HttpRequest) -> bytes:
    """Return the fingerprint of what is asked: method, address, and what was sent, without what differs by nature."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        for name in sorted(set(request.POST) - {FIELD, "csrfmiddlewaretoken"}):
            digest.update(repr((name, request.POST.getlist(name))).encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                digest.update(repr((name, file.name, file.size)).encode())
                digest.update(hashlib.file_digest(file.file, "sha256").digest())  # type: ignore[arg-type]
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.digest()
