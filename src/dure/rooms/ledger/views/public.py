"""The public book: sums over everything, the sealed days, the last proof, and how to check it oneself."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from dure.rooms.ledger.disclosure import SMALL
from dure.rooms.ledger.queries import book as books
from dure.rooms.ledger.queries import seals
from dure.rooms.ledger.queries.today import today_so_far

DAYS_DRAWN = 14
DAYS_PER_PAGE = 60
KEPT_S = 3_600


@require_safe
def book(request: HttpRequest) -> HttpResponse:
    """What the book is and what stands in it, without a single name."""
    newest = list(seals.newest_first()[:DAYS_DRAWN])
    counts = books.entries_by_day(newest)
    today = today_so_far()
    context = {
        "today": today,
        "blocks": [(f"{hour:02}:00", count, f"{count:,}") for hour, count in today.blocks],
        "small": SMALL,
        "sums": books.sealed_sums(),
        "seals": newest,
        "points": [(date_format(day, "MONTH_DAY_FORMAT"), count, f"{count:,}") for day, count in counts.items()],
        "proof": seals.last_proof(),
    }
    return render(request, "ledger/book.html", context)


@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Every sealed day with its hash, newest first."""
    page = Paginator(seals.newest_first(), DAYS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "ledger/days.html", {"page": page})


@require_safe
def day(request: HttpRequest, day: date, cell_id: int) -> HttpResponse:
    """One sealed day: its sums, its hash and the hash before it."""
    seal = seals.seal_of(day=day, cell_id=cell_id)
    context = {"seal": seal, "sums": books.sums_of(seal.totals), "small": SMALL, "after": seals.seal_after(seal)}
    return render(request, "ledger/day.html", context)


@require_safe
def day_file(_request: HttpRequest, day: date, cell_id: int) -> StreamingHttpResponse:
    """A day's page as a text file; its SHA-256 is the day's hash."""
    seal = seals.seal_of(day=day, cell_id=cell_id)
    headers = {
        "Content-Disposition": f'attachment; filename="dure-book-{day.isoformat()}-{cell_id}.txt"',
        "Cache-Control": f"public, max-age={KEPT_S}",
        "ETag": f'"{seal.hash}"',
    }
    return StreamingHttpResponse(seals.page(seal), content_type="text/plain; charset=utf-8", headers=headers)
