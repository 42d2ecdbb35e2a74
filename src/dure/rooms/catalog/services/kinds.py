"""Bringing the carried kinds of goods into the database."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.db import transaction

from dure.rooms.catalog.models import Kind

KINDS: Final = Path(__file__).resolve().parent.parent / "data" / "kinds.csv"
TEXTS: Final = (
    "name_ko", "name_zh", "name_en", "goods_class", "licence", "storage", "usual_unit", "tile",
)  # fmt: skip
CHANGED_ON_RELOAD: Final = [
    *TEXTS, "parent", "path", "position", "other_names", "season_months", "keeps_days", "usual_amount", "is_current",
]  # fmt: skip


@transaction.atomic
def load_kinds() -> int:
    """Make the database hold every carried kind, and return how many; may be repeated.

    A kind that left the file stays for the products that are of it, but is no longer current.
    """
    paths: dict[str, str] = {"": ""}
    kinds = []
    for position, row in enumerate(_rows(), start=1):
        paths[row["code"]] = f"{paths[row['parent']]}/{row['code']}".removeprefix("/")
        kinds.append(_kind(row, path=paths[row["code"]], position=position))
    Kind.objects.bulk_create(
        kinds, update_conflicts=True, unique_fields=["code"], update_fields=CHANGED_ON_RELOAD, batch_size=1000
    )
    Kind.objects.exclude(code__in=paths).update(is_current=False)
    return len(kinds)


def _rows() -> Iterator[dict[str, str]]:
    """Yield the lines of the carried file, parents before children."""
    with KINDS.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _kind(row: dict[str, str], *, path: str, position: int) -> Kind:
    """Return a line as a row of the table."""
    return Kind(
        code=row["code"],
        parent_id=row["parent"] or None,
        path=path,
        position=position,
        other_names=[name for name in row["other_names"].split(";") if name],
        season_months=[int(month) for month in row["season_months"].split()],
        keeps_days=int(row["keeps_days"]) if row["keeps_days"] else None,
        usual_amount=int(row["usual_amount"]),
        is_current=True,
        **{name: row[name] for name in TEXTS},
    )
