"""What the statement pages share."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.http import urlencode

from dure.rooms.ledger.forms import PeriodForm
from dure.rooms.ledger.queries import statements
from dure.rooms.ledger.queries.accounts import UnitBalance
from dure.rooms.ledger.queries.statements import LINES_PER_PAGE, Statement


def asked_period(request: HttpRequest, balances: list[UnitBalance]) -> PeriodForm:
    """Return the form that says which unit and days are asked for, read."""
    form = PeriodForm(request.GET, units=[each.unit for each in balances])
    form.is_valid()
    return form


def statement_page(request: HttpRequest, found: Statement, form: PeriodForm) -> dict[str, Any]:
    """Return what a statement page shows: the sums, one page of lines, and how to leaf through."""
    page = Paginator(range(found.line_count), LINES_PER_PAGE).get_page(request.GET.get("page"))
    period = found.period
    asked = {"unit": found.unit.code, "first": period.first.isoformat(), "last": period.last.isoformat()}
    return {
        "form": form,
        "statement": found,
        "lines": statements.lines(found, page=page.number),
        "page": page,
        "query": urlencode(asked) + "&",
    }
