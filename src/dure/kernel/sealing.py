"""Secrets that the house must read again: sealed in the database with a key made from the house's own."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(text: str, *, purpose: bytes) -> str:
    """Seal a secret for one purpose (16 bytes at most); each purpose has a key of its own."""
    return _key(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: bytes) -> str:
    """Open what was sealed for the same purpose."""
    return _key(purpose).decrypt(sealed.encode()).decode()


def _key(purpose: bytes) -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=purpose).digest()
    return Fernet(base64.urlsafe_b64encode(key))
