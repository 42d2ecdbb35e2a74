"""The leaderboard: through which hosts most reached the farmers, in a month or ever, in a province or everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from dure.kernel.clock import today
from dure.kernel.money import Money
from dure.rooms.market.models import Affiliate, Standing
from dure.rooms.people.queries.regions import chain

EVER: Final = "all"
EVERYWHERE: Final = ""
SHOWN: Final = 50
MONTHS_SHOWN: Final = 6


@dataclass(frozen=True, kw_only=True)
class Place:
    """A host's place; `name` is empty for who does not want to be named."""

    place: int
    name: str
    reached: Money
    line_count: int
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Leaderboard:
    """The first of one period, region and currency, and where the reader stands."""

    period: str
    region_path: str
    currency: str
    places: list[Place]
    own: Place | None


def leaderboard(
    *, period: str = EVER, region_path: str = EVERYWHERE, currency: str = "KRW", person_id: UUID | None = None
) -> Leaderboard:
    """Return who stands first by what reached the farmers, and the reader's own place; two queries by index."""
    rows = Standing.objects.filter(period=period, region_path=region_path, currency=currency, to_farmers__gt=0)
    first = list(rows.select_related("affiliate__person").order_by("-to_farmers", "affiliate_id")[:SHOWN])
    places = [_place(number, row, person_id) for number, row in enumerate(first, start=1)]
    own = next((each for each in places if each.is_own), None)
    if own is None and person_id is not None:
        mine = rows.filter(affiliate__person_id=person_id).select_related("affiliate__person").first()
        if mine is not None:
            ahead = rows.filter(to_farmers__gt=mine.to_farmers).count()
            own = _place(ahead + 1, mine, person_id)
    return Leaderboard(period=period, region_path=region_path, currency=currency, places=places, own=own)


def months() -> list[str]:
    """Return the last months, this one first: 2026-11."""
    now = today()
    found = []
    for back in range(MONTHS_SHOWN):
        year, month = divmod(now.year * 12 + now.month - 1 - back, 12)
        found.append(f"{date(year, month + 1, 1):%Y-%m}")
    return found


def regions_counted(*, period: str) -> list[tuple[str, str]]:
    """Return the provinces of which something was sold through hosts in a period: path and name for the reader."""
    paths = Standing.objects.filter(period=period).exclude(region_path=EVERYWHERE)
    return sorted(_named(paths.values_list("region_path", flat=True).distinct()), key=lambda each: each[1])


def _named(paths: Iterable[str]) -> list[tuple[str, str]]:
    return [(path, found[-1].name) for path in paths if (found := chain(codes=path.split("/")))]


def province_of(*, region_path: str) -> str:
    """Return the path of the province a region lies in: KR/46; empty where none is known."""
    path = region_path.split("/")
    return "/".join(path[:2]) if len(path) > 1 else EVERYWHERE


def _place(number: int, row: Standing, person_id: UUID | None) -> Place:
    affiliate: Affiliate = row.affiliate
    is_own = person_id is not None and affiliate.person_id == person_id
    is_shown = affiliate.is_named and affiliate.is_approved
    return Place(
        place=number,
        name=affiliate.person.name if is_shown or is_own else "",
        reached=row.reached,
        line_count=row.line_count,
        is_own=is_own,
    )
