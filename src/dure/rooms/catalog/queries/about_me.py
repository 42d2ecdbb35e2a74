"""What the catalog knows about one person, for their own file: the ids of what they did for a seller; reads."""

from collections.abc import Iterator
from uuid import UUID

from dure.rooms.catalog.models import BulkAct, ProduceImport, Product, StockMove

CHUNK = 500


def listed_by(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return the ids of products, lists, bulk changes and moves of stock a person made."""
    made = (
        ("product", Product.objects.filter(created_by_id=person_id)),
        ("list", ProduceImport.objects.filter(uploaded_by_id=person_id)),
        ("bulk_change", BulkAct.objects.filter(made_by_id=person_id)),
        ("stock_move", StockMove.objects.filter(moved_by_id=person_id)),
    )
    for what, found in made:
        for key in found.order_by("pk").values_list("pk", flat=True).iterator(CHUNK):
            yield {"what": what, "id": str(key)}
