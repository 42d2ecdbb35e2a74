"""What every back-office list shares: looking only, and taking a list away as CSV."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from dure.kernel import clock
from dure.kernel.ids import first_id_at
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line

ROWS_AT_ONCE = 500
COUNTED_MAX = 10_000
DAYS = (("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days")))


class CountsToALimit(Paginator):  # type: ignore[type-arg]  # generic for type checkers only
    """Leafs through the newest rows without counting millions."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most 10,000."""
        rows: Any = self.object_list
        return int(rows[:COUNTED_MAX].count())


class MadeLately(admin.SimpleListFilter):
    """Rows made lately; their time-ordered ids say when, so that no row has to be looked at."""

    title = _("made")
    parameter_name = "days"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [(days, str(words)) for days, words in DAYS]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows made since."""
        if self.value() not in dict(DAYS):
            return queryset
        return queryset.filter(pk__gte=first_id_at(clock.now() - timedelta(days=int(self.value() or 0))))


@admin.action(description=_("Export the chosen as a table (CSV)"), permissions=["view"])
def export_table(table: ModelAdmin, request: HttpRequest, chosen: QuerySet[Any]) -> StreamingHttpResponse:
    """Hand out the chosen rows with the columns of the list, or with those the list names in `exported`."""
    listed = getattr(table, "exported", ()) or table.get_list_display(request)
    columns = [column for column in listed if column != "action_checkbox"]
    response = StreamingHttpResponse(_lines(table, columns, chosen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.opts.model_name}.csv"'
    return response


def _lines(table: ModelAdmin, columns: list[Any], rows: QuerySet[Any]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line([str(label_for_field(column, table.model, table)) for column in columns])
    waiting = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while page := list(islice(waiting, ROWS_AT_ONCE)):
        if isinstance(table, LookOnly):
            table.complete(page)
        yield from (csv_line([_cell(table, column, row) for column in columns]) for row in page)


def _cell(table: ModelAdmin, column: str, row: Any) -> str:
    own = getattr(table, column, None)
    if callable(own):
        shown = own(row)
        return str(shown[-1] if isinstance(shown, tuple) else shown)
    in_words = getattr(row, f"get_{column}_display", None)
    return str(in_words() if in_words else getattr(row, column))


class LookOnly(ModelAdmin):
    """A list to look at; whatever changes is an action that calls a verb. Long lists are not counted."""

    actions: tuple[Any, ...] = (export_table,)
    exported: tuple[str, ...] = ()
    """What the CSV carries where it is not what the list shows."""
    list_per_page = 50
    paginator = CountsToALimit
    show_full_result_count = False

    def complete(self, rows: Sequence[Any]) -> None:
        """Put beside a page of rows what one query finds for all of them."""

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the page of the list, its rows complete."""
        page: ChangeList = super().get_changelist_instance(request)
        rows = list(page.result_list)
        self.complete(rows)
        page.result_list = rows
        return page

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return one row, complete, or None."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            self.complete([row])
        return row

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed by hand."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted by hand."""
        del request, obj
        return False

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Whether this member of staff may use the actions that call a verb."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")
