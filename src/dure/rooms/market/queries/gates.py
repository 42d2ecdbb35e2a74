"""How the gates are: each address is asked over HTTP, all at once, and a silent one soon counts as silent.

Several processes may share an address, and which of them answers is the system's choice: each tells of the others too.
"""

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
    """A gate as it told of itself; nothing but its address when it does not answer.

    `silent_s` is how long one that another tells of has told nothing; 0 while it does.
    """

    address: str
    answers: bool = False
    name: str = ""
    is_connected: bool = True
    silent_s: int = 0
    speaks_for_itself: bool = False
    cells: tuple[CellThere, ...] = ()


def gates() -> list[Gate]:
    """Ask every gate of the house; about a second at most."""
    addresses: Sequence[str] = settings.GATES
    if not addresses:
        return []
    with ThreadPoolExecutor(min(len(addresses), AT_ONCE_MAX)) as pool:
        return _each_once([gate for found in pool.map(_ask, addresses) for gate in found])


def _each_once(found: Sequence[Gate]) -> list[Gate]:
    """Leave out what others tell of a gate that spoke for itself, or that was told of already."""
    kept: dict[str, Gate] = {}
    for gate in found:
        name = gate.name or gate.address
        if name not in kept or (gate.speaks_for_itself and not kept[name].speaks_for_itself):
            kept[name] = gate
    return list(kept.values())


def _ask(address: str) -> list[Gate]:
    """Ask at one address; the gate that answers stands first, then those it tells of."""
    try:
        answer = requests.get(f"{address.rstrip('/')}/health?detail", timeout=TIMEOUT_S, allow_redirects=False)
        told = answer.json() if answer.ok else None
    except requests.RequestException:
        told = None
    if not isinstance(told, dict):
        return [Gate(address=address)]
    others = [other for other in told.get("others") or () if isinstance(other, dict)]
    return [
        read_gate(address=address, told=told, speaks_for_itself=True),
        *(read_gate(address=address, told=other) for other in others),
    ]


def read_gate(*, address: str, told: Mapping[str, Any], speaks_for_itself: bool = False) -> Gate:
    """Read what a gate told (`Intake.state`); what it left out counts as nothing."""
    cells = told.get("cells")
    return Gate(
        address=address,
        answers=True,
        name=str(told.get("gate") or ""),
        is_connected=bool(told.get("is_connected", True)),
        silent_s=_count(told.get("silent_s")),
        speaks_for_itself=speaks_for_itself,
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
