"""Parts of the book."""

from dure.kernel.numbers import EPOCH
from dure.rooms.ledger.models import Cell
from dure.rooms.ledger.services.writing import verb


@verb
def open_cell(*, cell_id: int) -> Cell:
    """Open a part of the book with its own sequencer and its own chain of days; opening twice opens once."""
    return Cell.objects.get_or_create(cell_id=cell_id, defaults={"open_from": EPOCH})[0]
