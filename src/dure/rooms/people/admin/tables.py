"""What the room's back-office lists share: looking only, and taking a list away as CSV."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from dure.rooms.people.spreadsheets import BYTE_ORDER_MARK, csv_line


@admin.action(description=_("Export the chosen as a table (CSV)"), permissions=["view"])
def export_table(table: ModelAdmin, request: HttpRequest, chosen: QuerySet[Any]) -> StreamingHttpResponse:
    """Hand out the chosen rows with the columns of the list."""
    columns = [column for column in table.get_list_display(request) if column != "action_checkbox"]
    response = StreamingHttpResponse(_lines(table, columns, chosen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.opts.model_name}.csv"'
    return response


def _lines(table: ModelAdmin, columns: list[Any], rows: QuerySet[Any]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line([str(label_for_field(column, table.model, table)) for column in columns])
    for row in rows.iterator(chunk_size=500):
        yield csv_line([_cell(table, column, row) for column in columns])


def _cell(table: ModelAdmin, column: str, row: Any) -> str:
    own = getattr(table, column, None)
    if callable(own):
        return str(own(row))
    shown = getattr(row, f"get_{column}_display", None)
    return str(shown() if shown else getattr(row, column))


class LookOnly(ModelAdmin):
    """A list to look at; whatever changes is an action that calls a verb."""

    actions: tuple[Any, ...] = (export_table,)
    list_per_page = 50
    show_full_result_count = False

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
