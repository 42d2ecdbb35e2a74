"""Bringing the carried regions and the carried help-first list into the database."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.ids import new_id
from dure.rooms.people.models import HelpFirst, Region
from dure.rooms.people.models.regions import search_text_of

DATA = Path(__file__).resolve().parent.parent / "data"
TEXTS = (
    "country", "code", "level", "iso_code", "name_ko", "name_zh", "name_en", "coordinates_source", "population_source",
    "source",
)  # fmt: skip
CHANGED_ON_RELOAD = [
    *TEXTS[2:], "parent", "path", "is_name_en_romanised", "aliases", "former_codes", "search_text", "latitude",
    "longitude", "population", "is_current",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """How much came in: regions carried, regions kept but no longer current, help-first marks added."""

    regions: int
    retired: int
    marks: int


class RegionsIncomplete(AssertionError):
    """After loading, the database does not hold what the file holds: the file or the code is wrong."""


@transaction.atomic
def load_regions() -> Loaded:
    """Make the database hold every carried region and mark; may be repeated, changes by staff to marks stay.

    A region that left the file stays for the addresses that name it, but is no longer current.
    """
    rows = list(_read("regions.csv"))
    known: dict[tuple[str, str], UUID] = {
        (country, code): identity for country, code, identity in Region.objects.values_list("country", "code", "id")
    }
    regions = _regions(rows, known)
    Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["country", "code"],
        update_fields=CHANGED_ON_RELOAD,
        batch_size=1000,
    )
    retired = Region.objects.current().exclude(id__in=[one.id for one in regions]).update(is_current=False)
    _check(regions)
    return Loaded(regions=len(regions), retired=retired, marks=_load_marks())


def _read(name: str) -> Iterator[dict[str, str]]:
    """Yield the lines of a carried CSV."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _regions(rows: list[dict[str, str]], known: dict[tuple[str, str], UUID]) -> list[Region]:
    """Return the rows as regions, parents first, each under its parent; those already known keep their ids."""
    made: dict[tuple[str, str], Region] = {}
    for row in rows:
        key = (row["country"], row["code"])
        parent = made[row["country"], row["parent"]] if row["parent"] else None
        made[key] = _region(row, identity=known.get(key) or new_id(), parent=parent)
    return list(made.values())


def _region(row: dict[str, str], *, identity: UUID, parent: Region | None) -> Region:
    """Return one row as a region."""
    aliases = row["aliases"].split("|") if row["aliases"] else []
    return Region(
        id=identity,
        parent=parent,
        path=f"{parent.path}/{row['code']}" if parent else row["code"],
        is_name_en_romanised=bool(row["is_name_en_romanised"]),
        aliases=aliases,
        former_codes=row["former_codes"].split("|") if row["former_codes"] else [],
        search_text=search_text_of([row["name_ko"], row["name_zh"], row["name_en"], *aliases]),
        latitude=Decimal(row["latitude"]) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]) if row["longitude"] else None,
        population=int(row["population"]) if row["population"] else None,
        **{field: row[field] for field in TEXTS},
    )


def _check(regions: list[Region]) -> None:
    """Compare what is in the database with what was read, per country and level."""
    wanted = Counter((one.country, one.level) for one in regions)
    found = Counter(Region.objects.current().order_by().values_list("country", "level"))
    if found != wanted:
        raise RegionsIncomplete({"wanted": wanted, "found": found})


def _load_marks() -> int:
    """Add the carried help-first programmes that the house does not know yet; return how many marks that made."""
    known = set(HelpFirst.objects.order_by().values_list("programme", "year").distinct())
    rows = [row for row in _read("help_first.csv") if (row["programme"], int(row["year"])) not in known]
    identities = {(one.country, one.code): one.id for one in Region.objects.current().only("id", "country", "code")}
    marks = [
        HelpFirst(
            region_id=identities[row["country"], row["code"]],
            programme=row["programme"],
            source=row["source"],
            year=int(row["year"]),
            noted_at=now(),
        )
        for row in rows
    ]
    return len(HelpFirst.objects.bulk_create(marks))
