"""What the first bytes of a film look like. Pure; whether it can be played is found out when it is made anew."""

EBML = b"\x1aE\xdf\xa3"
"""WebM and Matroska."""


def looks_like_film(begins: bytes) -> bool:
    """Whether a file begins as MP4, MOV, WebM or Matroska do; names and types that senders give are not looked at."""
    return begins[4:8] in {b"ftyp", b"moov", b"wide", b"mdat"} or begins.startswith(EBML)
