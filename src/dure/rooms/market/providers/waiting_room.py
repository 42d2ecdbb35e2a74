"""The gate's waiting room, asked by the pages: who orders by a form stands in the same row as everybody else."""

import msgspec
import requests
from django.conf import settings

ANSWERED_WITHIN_S = (0.3, 0.5)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stands: how many are ahead, whether the turn has come, how many orders a minute are placed."""

    ticket: str = ""
    ahead: int = 0
    admitted: bool = True
    serving: bool = True
    per_minute: int = 0


def stand(*, order_pass: str, ticket: str = "") -> Place | None:
    """Take a place in the row, or find one's own again; None while the gate is silent: then there is no row."""
    asked = msgspec.json.encode({"pass": order_pass} | ({"ticket": ticket} if ticket else {}))
    return _asked("POST", data=asked)


def look(*, ticket: str) -> Place | None:
    """Return where a ticket stands; None while the gate is silent, and for a ticket that holds no longer."""
    return _asked("GET", params={"ticket": ticket})


def _asked(method: str, *, data: bytes | None = None, params: dict[str, str] | None = None) -> Place | None:
    try:
        answer = requests.request(
            method, f"{settings.GATES[0]}/queue", data=data, params=params, timeout=ANSWERED_WITHIN_S,
            headers={"Content-Type": "text/plain"}, allow_redirects=False,
        )  # fmt: skip
        return msgspec.json.decode(answer.content, type=Place) if answer.ok else None
    except (requests.RequestException, msgspec.MsgspecError):
        return None
