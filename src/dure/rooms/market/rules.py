"""The market's own figures, in one place: how long, how much, how many. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

PAY_WITHIN: Final = timedelta(minutes=30)
"""How long goods are kept for an order that is not paid yet."""

COMPLAINTS_WITHIN: Final = timedelta(days=3)
"""How long after delivery the money waits for a complaint."""

ONE_PHOTO_LIMIT: Final[Mapping[str, int]] = MappingProxyType({"KRW": 20_000, "CNY": 10_000, "USD": 1_500})
"""Up to how much (minor units) one photo of damaged or missing goods decides at once, in the buyer's favour."""

ONE_PHOTO_TIMES: Final = 3
"""How often in ONE_PHOTO_WITHIN a buyer's photo decides by itself; from then on people look."""

ONE_PHOTO_WITHIN: Final = timedelta(days=30)

SELLER_ANSWERS_WITHIN: Final = timedelta(days=2)
"""How long a seller may take to answer a reported problem or a return before our staff does."""

PHOTOS_MAX: Final = 4
"""How many photos a report carries."""

TOP_UP_MAX: Final[Mapping[str, int]] = MappingProxyType({"KRW": 1_000_000, "CNY": 500_000, "USD": 100_000})
"""The most put into a wallet at once, in minor units."""

LATE_REPORTS_WITHIN: Final = timedelta(days=30)
"""How long after its money was released a problem with a part of an order can still be reported."""

EXPIRE_AT_ONCE_MAX: Final = 200
"""How many unpaid orders one transaction gives up."""

DEADLINES_AT_ONCE_MAX: Final = 20
"""How many deadlines (each of a batch of orders) one transaction looks at."""

SETTLE_AT_ONCE_MAX: Final = 256
"""How many payments one transaction settles."""

LATE_REFUND_WITHIN: Final = timedelta(days=60)
"""How long a buyer may wait for a seller's earnings; then our staff is told, and decides."""

LATE_REFUND_TRIED_AFTER, LATE_REFUND_TRIED_EVERY_MAX = timedelta(hours=1), timedelta(days=1)

RELEASE_AT_ONCE_MAX: Final = 200
"""How many parts of orders one run of the job releases before it looks again."""

RECEIPTS_AT_ONCE_MAX: Final = 1_000
"""How many receipts one file holds."""
