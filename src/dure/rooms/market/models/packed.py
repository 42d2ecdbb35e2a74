"""The database's way to read packed facts."""

from django.db.models import F, Func, JSONField


class Unpacked(Func):
    """The facts packed in a column (`market/packed.py`) as JSON, by the names given; what is empty is left out."""

    output_field = JSONField()
    template = "jsonb_strip_nulls(jsonb_object('{%(names)s}'::text[], string_to_array(%(expressions)s, E'\\x1f', '')))"

    def __init__(self, column: str, names: str) -> None:
        """Take the column and the names, with commas between them."""
        super().__init__(F(column), names=names)
