"""A second worker process, whose only reaction writes down every entry it hears of: heard twice would show twice.

python -m tests.faults.second_worker
"""

import asyncio

import django

HANDLER = "faults.write_down"


def main() -> None:
    """Work until killed."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415  after django.setup()

    from dure.events.ledger import EntryRecorded  # noqa: PLC0415
    from dure.kernel.database import patient  # noqa: PLC0415
    from dure.kernel.reactions import Reaction  # noqa: PLC0415
    from dure.kernel.worker import Worker  # noqa: PLC0415

    patient()
    reaction = Reaction(name=HANDLER, event=EntryRecorded, work=write_down, hears_history=True)
    asyncio.run(Worker(nats_url=settings.NATS_URL, reactions={HANDLER: reaction}).run())


def write_down(event: object) -> None:
    """Write one row for each entry an event names."""
    from django.db import connection  # noqa: PLC0415  after django.setup()

    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO fault_effect VALUES (%s)", [[each] for each in event.references])  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
