"""Answers as bytes: one head, one body, one write."""

from http import HTTPStatus

JSON = b"application/json"
TEXT = b"text/plain; charset=utf-8"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

_FIRST_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}
NO_STORE = b"no-store"
_CACHE, _FOR_ALL = b"\r\nCache-Control: ", b"\r\nX-Content-Type-Options: nosniff\r\nContent-Length: "


def encoded(
    status: int, body: bytes, *, content_type: bytes, cache: bytes, more: bytes, date: bytes, with_body: bool
) -> bytes:
    """Return a whole answer; `more` and `date` are header lines, each with its line end."""
    return b"".join(
        (
            _FIRST_LINES[status],
            date,
            more,
            b"Content-Type: ",
            content_type,
            _CACHE,
            cache,
            _FOR_ALL,
            b"%d\r\n\r\n" % len(body),
            body if with_body else b"",
        )
    )
