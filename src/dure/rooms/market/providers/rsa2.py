"""Alipay's RSA2: SHA-256 with RSA over the sorted `name=value` pairs. Pure.

Requests sign everything but `sign` itself; notices leave `sign_type` out as well; an answer is signed as the very
text that stands between the colon after its name and the comma before `sign`.
"""

import base64
import binascii
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

ARMOUR = "-----"


def private_key(text: str) -> RSAPrivateKey:
    """Read a private key (PKCS#1 or PKCS#8) as Alipay's tools give it: base64 in one line, or PEM."""
    key = load_der_private_key(_der(text), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("not an RSA key")
    return key


def public_key(text: str) -> RSAPublicKey:
    """Read a public key: base64 in one line, or PEM."""
    key = load_der_public_key(_der(text))
    if not isinstance(key, RSAPublicKey):
        raise TypeError("not an RSA key")
    return key


def request_text(parameters: Mapping[str, str]) -> str:
    """Return what is signed of a request: everything that has a value, by name, without `sign`."""
    return _joined({name: value for name, value in parameters.items() if name != "sign"})


def notice_text(parameters: Mapping[str, str]) -> str:
    """Return what is signed of a notice: without `sign` and `sign_type`, values as they read after decoding."""
    return _joined({name: value for name, value in parameters.items() if name not in {"sign", "sign_type"}})


def answer_text(body: str, name: str) -> str:
    """Return the signed text of an answer: the object after `"name":`, exactly as it came; empty without one."""
    start = body.find(f'"{name}"')
    start = body.find("{", start) if start >= 0 else -1
    if start < 0:
        return ""
    depth, is_text, is_escaped = 0, False, False
    for position in range(start, len(body)):
        letter = body[position]
        if is_text:
            is_text, is_escaped = is_escaped or letter != '"', letter == "\\" and not is_escaped
            continue
        is_text = letter == '"'
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return body[start : position + 1]
    return ""


def sign(text: str, key: RSAPrivateKey) -> str:
    """Return the signature of a text in base64."""
    return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def is_signed(text: str, signature: str, key: RSAPublicKey) -> bool:
    """Whether a signature in base64 is the key's under this text."""
    try:
        key.verify(base64.b64decode(signature, validate=True), text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _joined(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{name}={parameters[name]}" for name in sorted(parameters) if parameters[name])


def _der(text: str) -> bytes:
    lines = [line.strip() for line in text.splitlines() if ARMOUR not in line]
    return base64.b64decode("".join(lines))
