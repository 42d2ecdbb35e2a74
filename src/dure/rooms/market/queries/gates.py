"""How the gates are: each is asked over HTTP for its state, all at once, and a silent one soon counts as silent."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import requests
from django.conf import settings

TIMEOUT_S: Final = (0.5, 1.0)
AT_ONCE_MAX: Final = 16


@dataclass(frozen=True, kw_only=True)
class CellThere:
    """One cell at one gate: whether this gate writes there, what waits, how fast and in what batches orders go."""

    cell_id: int
    leads: bool
    waiting: int
    in_row: int
    per_second: int
    batch: int
    last_error: str


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A gate as it told of itself; nothing but its address when it does not answer."""

    address: str
    answers: bool = False
    name: str = ""
    is_connected: bool = True
    cells: tuple[CellThere, ...] = ()


def gates() -> list[Gate]:
    """Ask every gate of the house; about a second at most."""
    addresses: Sequence[str] = settings.GATES
    if not addresses:
        return []
    with ThreadPoolExecutor(min(len(addresses), AT_ONCE_MAX)) as pool:
        return list(pool.map(_ask, addresses))


def _ask(address: str) -> Gate:
    """Ask one gate."""
    try:
        answer = requests.get(f"{address.rstrip('/')}/health?detail", timeout=TIMEOUT_S, allow_redirects=False)
        told = answer.json() if answer.ok else None
    except requests.RequestException:
        told = None
    return read_gate(address=address, told=told) if isinstance(told, dict) else Gate(address=address)


def read_gate(*, address: str, told: Mapping[str, Any]) -> Gate:
    """Read what a gate told (`Intake.state`); what it left out counts as nothing."""
    cells = told.get("cells")
    return Gate(
        address=address,
        answers=True,
        name=str(told.get("gate") or ""),
        is_connected=bool(told.get("is_connected", True)),
        cells=tuple(_cell(number, each) for number, each in sorted(cells.items()) if isinstance(each, dict))
        if isinstance(cells, dict)
        else (),
    )


def _cell(number: str, told: Mapping[str, Any]) -> CellThere:
    return CellThere(
        cell_id=int(number),
        leads=bool(told.get("leads")),
        waiting=_count(told.get("waiting")),
        in_row=_count(told.get("in_row")),
        per_second=_count(told.get("per_second")),
        batch=_count(told.get("mean_batch")),
        last_error=str(told.get("last_error") or ""),
    )


def _count(told: object) -> int:
    """Return a number a gate told, whole; 0 for anything else."""
    return round(told) if isinstance(told, (int, float)) else 0
