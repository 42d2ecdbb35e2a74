"""The browser's side of a push, written after RFC 8291, 8188 and 8292, without the library that seals."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RAW = (Encoding.X962, PublicFormat.UncompressedPoint)


class Browser:
    """A browser that subscribed: its keys, and how it opens what it gets."""

    def __init__(self) -> None:
        """Make fresh keys, as every subscription does."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.shared = os.urandom(16)

    @property
    def browser_key(self) -> str:
        """Its public key, as it is handed to the house."""
        return text_of(self.key.public_key().public_bytes(*RAW))

    @property
    def secret(self) -> str:
        """Its shared secret, as it is handed to the house."""
        return text_of(self.shared)

    def open(self, body: bytes) -> dict[str, Any]:
        """Return what was pushed: the keys are agreed on, derived twice, and the one record is opened."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        agreed = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        own = self.key.public_key().public_bytes(*RAW)
        first = _derived(agreed, salt=self.shared, info=b"WebPush: info\0" + own + sender, length=32)
        key = _derived(first, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
        nonce = _derived(first, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
        opened = AESGCM(key).decrypt(nonce, sealed, None)
        assert opened.endswith(b"\x02")
        message: dict[str, Any] = json.loads(opened[:-1])
        return message


def claims_of(authorization: str, *, browser_key: str) -> dict[str, Any]:
    """Return what the house says of itself, after checking its signature with the key browsers know (RFC 8292)."""
    assert authorization.startswith("vapid ")
    parts = dict(part.strip().split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
    assert parts["k"].rstrip("=") == browser_key.rstrip("=")
    head, body, signature = parts["t"].split(".")
    raw = bytes_of(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(browser_key))
    key.verify(der, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    claims: dict[str, Any] = json.loads(bytes_of(body))
    return claims


def text_of(raw: bytes) -> str:
    """Return bytes as URL-safe base64 without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """Return the bytes behind URL-safe base64."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _derived(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
