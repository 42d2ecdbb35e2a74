"""The one way to write an entry or account as text, so that anybody can compute the same hash. Pure.

A *line* is compact JSON with sorted keys. A *leaf* is SHA-256(secret + line), where the secret belongs to that line
alone: HMAC-SHA256(the day's salt, id). So leaves can be published: nobody can guess a line from its leaf, and whoever
is shown one secret can find his own entry among the leaves. A day's *page* is the text file of its leaves; its SHA-256
is the day's hash, and its third line names the hash of the day before.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

FORMAT = "dure-book 1"
GENESIS = "0" * 64
LEAF_BYTES = hashlib.sha256().digest_size

Totals = dict[str, dict[str, int]]


def account_line(*, account_id: int, cell_id: int, code: str, may_go_negative: bool) -> bytes:
    """Return an account's opening as text."""
    return _compact({"account": str(account_id), "cell": cell_id, "code": code, "may_go_negative": may_go_negative})


def entry_line(
    *,
    cell_id: int,
    entry_id: int,
    kind: int,
    reference: str,
    accounts: Sequence[int],
    units: Sequence[str],
    amounts: Sequence[int],
    happened_at: datetime,
    reverses: int | None,
    about: Mapping[str, str],
) -> bytes:
    """Return an entry as text; `units` are codes, ids are strings."""
    return _compact(
        {
            "about": about,
            "accounts": [str(account) for account in accounts],
            "amounts": [str(amount) for amount in amounts],
            "cell": cell_id,
            "entry": str(entry_id),
            "happened_at": happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "kind": kind,
            "reference": reference,
            "reverses": None if reverses is None else str(reverses),
            "units": list(units),
        }
    )


def secret_of(salt: str, number: int) -> str:
    """Return the secret of one line, by its id and its day's salt."""
    return hmac.new(salt.encode(), str(number).encode(), hashlib.sha256).hexdigest()


def leaf_of(salt: str, number: int, line: bytes) -> bytes:
    """Return the leaf of a line: 32 bytes."""
    return hashlib.sha256(secret_of(salt, number).encode() + line).digest()


def page_head(*, cell_id: int, day: date, previous: str) -> bytes:
    """Return the first lines of a day's page."""
    return f"{FORMAT}\ncell {cell_id}, {day.isoformat()}\nprevious {previous}\n".encode()


def page_leaves(leaves: bytes) -> bytes:
    """Return leaves (32 bytes each, one after the other) as lines of a page."""
    return b"".join(
        leaves[start : start + LEAF_BYTES].hex().encode() + b"\n" for start in range(0, len(leaves), LEAF_BYTES)
    )


def page_foot(*, account_count: int, entry_count: int, totals: Totals) -> bytes:
    """Return the last lines of a day's page."""
    return f"accounts {account_count}\nentries {entry_count}\ntotals ".encode() + _compact(totals) + b"\n"


def _compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
