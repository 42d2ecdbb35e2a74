"""Funds as everybody sees them: the list, each with its running public list, and its file."""

from collections.abc import Iterator
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dure.kernel import clock
from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.kernel.money import DECIMALS
from dure.kernel.pictures import picture_answer
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.giving.errors import FundNotFound
from dure.rooms.giving.forms import GiftForm
from dure.rooms.giving.queries import funds as queries
from dure.rooms.giving.queries.funds import FundLine
from dure.rooms.giving.queries.words import line_words
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts

FUNDS_PER_PAGE = 30


@require_safe
def funds(request: DureRequest) -> HttpResponse:
    """Every fund, with what it holds."""
    page = Paginator(queries.public_funds(), FUNDS_PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    held = queries.balances_of(fund_ids=[each.id for each in shown])
    context = {
        "page": page,
        "rows": [(each, held.get(each.id, [])) for each in shown],
        "campaigns": queries.campaigns_at(moment=clock.now()),
    }
    return render(request, "giving/funds.html", context)


@require_safe
def fund(request: DureRequest, fund_id: UUID) -> HttpResponse:
    """One fund: what it is for, what it holds, and every line of it."""
    return fund_page(request, fund_id)


def fund_page(request: DureRequest, fund_id: UUID, form: GiftForm | None = None, status: int = 200) -> HttpResponse:
    """Render a fund's page, with the gift's form as it was filled in."""
    found = queries.fund_of(fund_id=fund_id)
    sums = queries.sums(fund_id=fund_id)
    chosen = next(
        (each for each in sums if each.of.unit.code == request.GET.get("currency")), sums[0] if sums else None
    )
    page = Paginator(range(chosen.line_count if chosen else 0), queries.LINES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    person_id = request.actor.person_id
    context = {
        "fund": found,
        "sums": sums,
        "chosen": chosen,
        "page": page,
        "query": f"currency={chosen.of.unit.code}&" if chosen else "",
        "lines": queries.lines(chosen, page=page.number) if chosen else [],
        "form": form or GiftForm(initial={"client_key": new_id()}),
        "wallet": [
            each for each in accounts.balances(account=chart.wallet(person_id)) if each.unit.code in DECIMALS
        ] if person_id else [],
    }  # fmt: skip
    return render(request, "giving/fund.html", context, status=status)


@require_safe
def fund_file(_request: DureRequest, fund_id: UUID, currency: str) -> StreamingHttpResponse:
    """Every line of a fund in one currency as CSV, oldest first."""
    queries.fund_of(fund_id=fund_id)
    if currency not in DECIMALS:
        raise FundNotFound
    response = StreamingHttpResponse(
        _with_head(queries.every_line(fund_id=fund_id, currency=currency)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="fund-{fund_id}-{currency}.csv"'
    return response


def _with_head(lines: Iterator[FundLine]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(
        [
            _("Line"),
            _("Day"),
            _("What"),
            _("Giver"),
            _("Paid to"),
            _("For what"),
            _("Amount"),
            _("Currency"),
            _("Balance"),
        ]
    )
    for line in lines:
        paid = [line.paid.receiver, line.paid.purpose] if line.paid else ["", ""]
        words = csv_line([line.number, line.day.isoformat(), line_words(line), line.giver, *paid]).rstrip()
        # Numbers of ours keep their minus sign: nothing in them could be a formula.
        yield f'{words},"{line.amount.major}","{line.amount.currency}","{line.balance_after.major}"\r\n'


@require_safe
def evidence(_request: DureRequest, evidence_id: UUID, name: str) -> FileResponse:
    """A picture that shows what a payment was for."""
    return picture_answer(key=queries.evidence_key(evidence_id=evidence_id), name=name, is_public=True)
