"""How the words that go with a film stand in a header, as tus 1.0.0 says: `title 64ab==,filename Y2Q=`. Pure."""

from base64 import b64decode
from binascii import Error
from typing import Final

VERSION: Final = "1.0.0"
PIECE_KIND: Final = "application/offset+octet-stream"


class Unreadable(ValueError):
    """It is not written as it should be."""


def read_metadata(header: str) -> dict[str, str]:
    """Return the words by their names; Unreadable."""
    found: dict[str, str] = {}
    for pair in filter(None, header.split(",")):
        name, *values = pair.split()
        if len(values) > 1 or name in found:
            raise Unreadable(header)
        try:
            found[name] = b64decode(values[0], validate=True).decode() if values else ""
        except (Error, UnicodeDecodeError) as error:
            raise Unreadable(header) from error
    return found
