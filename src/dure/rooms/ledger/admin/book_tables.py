"""What the book's lists share: leafing through long tables, whole references, and filters that do not count rows."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.numbers import first_id_at
from dure.kernel.tables import LookOnly
from dure.rooms.ledger.models import Cell

DAYS = (("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days")))


class BookTable(LookOnly):
    """A long list of the book; its search takes a whole reference or code, spaces included."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find the rows that have the words as a whole."""
        text = search_term.strip()
        wanted = Q()
        for field in self.get_search_fields(request) if text else ():
            wanted |= Q(**{field: text})
        return queryset.filter(wanted), False


class Recent(admin.SimpleListFilter):
    """Rows made lately; their ids say when, so that no row has to be looked at."""

    title = _("made")
    parameter_name = "days"
    id_field = "entry_id"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [(days, str(words)) for days, words in DAYS]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows made since."""
        if self.value() not in dict(DAYS):
            return queryset
        since = clock.now() - timedelta(days=int(self.value() or 0))
        return queryset.filter(**{f"{self.id_field}__gte": first_id_at(since)})


class InCell(admin.SimpleListFilter):
    """Rows of one part of the book; offered where the book has several."""

    title = _("part of the book")
    parameter_name = "cell"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """The parts, if there are several."""
        cells = [str(cell) for cell in Cell.objects.order_by("cell_id").values_list("cell_id", flat=True)]
        return [(cell, cell) for cell in cells] if len(cells) > 1 else []

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of that part."""
        return queryset.filter(cell_id=self.value()) if (self.value() or "").isdecimal() else queryset
