"""Pack sheets, made as the worker makes them; as a program, a neighbour that makes one after the other."""

import sys
import tempfile
from functools import partial
from uuid import UUID

import django

django.setup()  # isort: split

from dure.kernel.background import in_the_background
from dure.kernel.database import patient
from dure.rooms.market.services.sheets import write_sheet
from dure.rooms.market.sheet_asks import SheetAsk, SheetKind


def make_sheet(farm: UUID, form: str, kind: SheetKind = SheetKind.BY_PRODUCT) -> None:
    """Write a farm's pack sheet of all open orders, and throw it away."""
    with tempfile.TemporaryFile() as file:
        ask = SheetAsk(organisation_id=farm, kind=kind)
        write_sheet(ask=ask, form=form, file=file, expect=lambda _count: None, step=lambda _count: None)


def main() -> None:
    """Make sheets of a farm until ended."""
    patient()
    make = partial(make_sheet, UUID(sys.argv[1]), "xlsx")
    print("ready", flush=True)
    while True:
        in_the_background(make)


if __name__ == "__main__":
    main()
