"""Signed, short-lived tokens: what the pages tell the gate through a browser that must not change it.

A token is `kind.payload.mac`, HMAC-SHA256 over the text before the last point. A kind keeps a token of one purpose from
being taken for another. Tokens are readable by whoever holds them: they carry no secrets. No Django here.
"""

import hmac
from binascii import a2b_base64, b2a_base64
from datetime import datetime
from hashlib import blake2b

KIND_LENGTH_MAX = 16
MOMENT_BYTES = 8
MOMENT_LETTERS = 12
"""So many letters of the content hold its moment."""
PURPOSE = b"dure-tokens"
TO_URL, FROM_URL = bytes.maketrans(b"+/", b"-_"), bytes.maketrans(b"-_", b"+/")


class TokenSpoilt(Exception):
    """The token was altered, cut, made for something else, or signed with another key."""


class TokenExpired(Exception):
    """The token is genuine, and its time is over."""


def key_of(secret_key: str) -> bytes:
    """Return the key tokens are signed with (32 bytes), made from the house's own secret."""
    return blake2b(secret_key.encode(), digest_size=32, person=PURPOSE).digest()


def sign(*, kind: bytes, payload: bytes, key: bytes, until: datetime) -> str:
    """Return a token of a kind (lower-case letters) that holds until an aware moment, to the second."""
    if not (kind.isalpha() and kind.islower() and len(kind) <= KIND_LENGTH_MAX):
        raise ValueError("a kind is a few lower-case letters")
    if until.tzinfo is None:
        raise ValueError("a token holds until an aware moment only")
    moment = int(until.timestamp()).to_bytes(MOMENT_BYTES)
    said = kind + b"." + _written(moment + payload)
    return (said + b"." + _mac(said, key)).decode()


def read(*, kind: bytes, token: str, key: bytes, now: datetime) -> bytes:
    """Return the payload of a genuine token of this kind; TokenSpoilt for any other, TokenExpired after its time."""
    payload, _until_s = read_dated(kind=kind, token=token, key=key, now_s=now.timestamp())
    return payload


def read_dated(*, kind: bytes, token: str, key: bytes, now_s: float) -> tuple[bytes, float]:
    """Return the payload as `read` does, and the second (since 1970, as `now_s`) at which the token ceases to hold."""
    said, _point, mac = token.encode(errors="replace").rpartition(b".")
    # The written form is compared, not the bytes it stands for: there is one spelling of a token and no second.
    if not hmac.compare_digest(mac, _mac(said, key)) or not said.startswith(kind + b"."):
        raise TokenSpoilt
    content = _read(said.removeprefix(kind + b"."))
    until = int.from_bytes(content[:MOMENT_BYTES])
    if now_s >= until:
        raise TokenExpired
    return content[MOMENT_BYTES:], float(until)


def ends_at(token: str) -> float:
    """Return the second (since 1970) at which a token that `read` has found genuine ceases to hold."""
    content = token.encode().split(b".")[1][:MOMENT_LETTERS]
    return float(int.from_bytes(_read(content)[:MOMENT_BYTES]))


def _mac(said: bytes, key: bytes) -> bytes:
    return _written(hmac.digest(key, said, "sha256"))


def _written(content: bytes) -> bytes:
    # What urlsafe_b64encode does, in half its time: each order by HTTP brings a token nobody has seen yet.
    return b2a_base64(content, newline=False).translate(TO_URL, b"=")


def _read(written: bytes) -> bytes:
    return a2b_base64(written.translate(FROM_URL) + b"=" * (-len(written) % 4))
