"""A process of its own that writes one line into the house's book as of yesterday, so that there is a day to seal.

python -m tests.journeys.yesterday
"""

from datetime import timedelta

import django


def main() -> None:
    """Record one entry with the clock standing at this time yesterday."""
    django.setup()
    from dure.kernel import clock  # noqa: PLC0415  after django.setup()
    from dure.rooms.ledger import chart  # noqa: PLC0415
    from dure.rooms.ledger.drafts import move  # noqa: PLC0415
    from dure.rooms.ledger.services import entries  # noqa: PLC0415

    clock.stop_at(clock.now() - timedelta(days=1))
    legs = move(source=chart.outside("journey"), target=chart.given(), amount=7, unit="KRW")
    entries.record(reference="journey:yesterday", kind=chart.Kind.TRANSFER, legs=legs, about={"demo": "invented"})


if __name__ == "__main__":
    main()
