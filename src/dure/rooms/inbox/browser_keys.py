"""The keys a browser hands over for pushes (RFC 8291). Pure: whether they can be what they should be."""

import binascii
from base64 import urlsafe_b64decode

POINT_BYTES = 65
SECRET_BYTES = 16
UNCOMPRESSED = 4


def are_readable(browser_key: str, secret: str) -> bool:
    """Whether these are a point of P-256 and a secret of 16 bytes, in URL-safe base64."""
    point, shared = _bytes(browser_key), _bytes(secret)
    return len(point) == POINT_BYTES and point[0] == UNCOMPRESSED and len(shared) == SECRET_BYTES


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
