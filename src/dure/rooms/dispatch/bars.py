"""Bars and squares that scanners read: GS1-128 of a parcel's number, and a QR code, as small SVG drawings. Pure."""

from itertools import groupby

import qrcode
from barcode.codex import Gs1_128

SSCC_IDENTIFIER = "00"


def gs1_128(number: str) -> str:
    """Return the bars of a parcel's number as an SVG, one unit a module; it may be stretched either way."""
    (modules,) = Gs1_128(SSCC_IDENTIFIER + number).build()
    return _drawing([modules], len(modules), 1, stretched=True)


def qr(text: str) -> str:
    """Return a QR code of a text as an SVG, with error correction M and no quiet zone: the paper around it is one."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make()
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
    return _drawing(rows, len(rows), len(rows), stretched=False)


def _drawing(rows: list[str], width: int, height: int, *, stretched: bool) -> str:
    """Return rows of 0 and 1 as one path: a rectangle for every run of 1."""
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row))
    aspect = ' preserveAspectRatio="none"' if stretched else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{aspect} '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def _runs(row: str) -> list[tuple[int, int]]:
    """Return where each run of 1 begins in a row, and how long it is."""
    found, place = [], 0
    for digit, run in groupby(row):
        length = len(list(run))
        if digit == "1":
            found.append((place, length))
        place += length
    return found
