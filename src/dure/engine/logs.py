"""Keeping logs small while their writers hold them open."""

import shutil
from pathlib import Path

LARGEST_BYTES = 10_000_000
KEPT = 3


def rotate(log: Path, *, largest_bytes: int = LARGEST_BYTES) -> None:
    """Move a log that has grown too large to `.1` (and so on); its writers go on, as they only append."""
    if not log.exists() or log.stat().st_size <= largest_bytes:
        return
    for number in range(KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    shutil.copy2(log, log.with_name(f"{log.name}.1"))
    with log.open("r+b") as writing:
        writing.truncate(0)


def last_lines(log: Path, count: int) -> list[str]:
    """Return the end of a log, however large it is."""
    if not log.exists():
        return []
    with log.open("rb") as reading:
        size = reading.seek(0, 2)
        reading.seek(max(0, size - 400 * count))
        return reading.read().decode(errors="replace").splitlines()[-count:]
