"""Addresses of storefronts: short words of letters, digits and dashes, in the owner's own script. Pure."""

import re
import unicodedata
from typing import Final

SLUG: Final = re.compile(r"[a-z0-9가-힣一-龥]+(?:-[a-z0-9가-힣一-龥]+)*")
LONGEST, SHORTEST = 40, 2
TAKEN: Final = frozenset({"new", "edit", "admin", "api", "dure", "두레", "help", "shop", "sell", "static", "s"})
"""Words that could pass for the house's own."""


def slug_of(name: str) -> str:
    """Return the address a name suggests: 해남 새벽들 농장 becomes 해남-새벽들-농장; empty where nothing is left."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^a-z0-9가-힣一-龥]+", "-", plain).strip("-")[:LONGEST].strip("-")


def is_slug(text: str) -> bool:
    """Whether a text can be the address of a storefront."""
    return SHORTEST <= len(text) <= LONGEST and text not in TAKEN and SLUG.fullmatch(text) is not None
