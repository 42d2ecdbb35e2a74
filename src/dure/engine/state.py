"""What the supervisor tells the other commands about the running house: one private JSON file."""

from dataclasses import asdict, dataclass, field
from typing import Self

import psutil

from dure.engine.files import read_json, write_json
from dure.engine.house import HouseFolder


@dataclass
class ChildState:
    """One supervised process as it was a moment ago; its last number stays known while it is down."""

    name: str
    pid: int | None = None
    is_running: bool = False
    started_at: float = 0.0
    restarts: int = 0


@dataclass
class HouseState:
    """The running house: who supervises, where it answers, what its processes are."""

    pid: int
    created_at: float  # the supervisor's own start, so that a reused number is not mistaken for it
    address: str
    gate_address: str
    studio_address: str = ""
    ready: bool = False
    note: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    owner_url: str = ""
    children: list[ChildState] = field(default_factory=list)

    def write(self, house: HouseFolder) -> None:
        """Tell the others."""
        write_json(house.state, asdict(self))

    @classmethod
    def read(cls, house: HouseFolder) -> Self | None:
        """Return the state of the house that runs on this folder; None when none does."""
        content = read_json(house.state)
        if not content:
            return None
        children = [ChildState(**child) for child in content.pop("children", [])]  # type: ignore[attr-defined]
        state = cls(**content, children=children)  # type: ignore[arg-type]
        return state if is_alive(state.pid, state.created_at) else None


def is_alive(pid: int, created_at: float) -> bool:
    """Whether the process with this number is still the one that started at `created_at`."""
    try:
        process = psutil.Process(pid)
        return bool(abs(process.create_time() - created_at) < 1 and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False
