"""A process of its own that records in the house's book by the verbs, and writes down what was acknowledged.

python -m tests.faults.bookkeeper PREFIX     # one acknowledged reference a line; ends when its input does
"""

import select
import sys
import time
from itertools import count

import django

AGAIN_S = 0.05
PACE_S = 0.005
PURSE = "fault-purse"


def main(prefix: str) -> None:
    """Record until the input is closed; each batch is retried under the same references until it stands."""
    django.setup()
    for number in count(1):
        references = [f"{prefix}:{number}:{part}" for part in range(1 + number % 5)]
        _insist(references)
        print("\n".join(references), flush=True)
        if select.select([sys.stdin], [], [], PACE_S)[0]:
            return


def _insist(references: list[str]) -> None:
    from django.db import Error, connection  # noqa: PLC0415  after django.setup()

    from dure.kernel.errors import Outage  # noqa: PLC0415

    while True:
        try:
            _record(references)
        except (Error, Outage):
            connection.close()
            time.sleep(AGAIN_S)
        else:
            return


def _record(references: list[str]) -> None:
    """Record one batch as one act."""
    from dure.rooms.ledger import chart  # noqa: PLC0415  after django.setup()
    from dure.rooms.ledger.drafts import Draft, move  # noqa: PLC0415
    from dure.rooms.ledger.services import entries  # noqa: PLC0415

    legs = move(source=chart.outside("fault"), target=chart.given(), amount=7, unit="KRW")
    entries.record_many(drafts=[Draft(reference=each, kind=chart.Kind.TRANSFER, legs=legs) for each in references])


if __name__ == "__main__":
    main(sys.argv[1])
