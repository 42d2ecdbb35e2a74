"""A person's own part of the book: the wallet's statement, and each of its entries with its receipt."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest
from dure.rooms.ledger import chart
from dure.rooms.ledger.errors import EntryNotFound
from dure.rooms.ledger.queries import accounts, entries, seals, statements
from dure.rooms.ledger.views.pages import asked_period, statement_page


@require_safe
def my_statement(request: DureRequest) -> HttpResponse:
    """What is in my wallet, what is reserved, and what came and went."""
    wallet = own_wallet(request)
    balances = accounts.balances(account=wallet)
    if not balances:
        return render(request, "ledger/my_statement.html", {"balances": []})
    form = asked_period(request, balances)
    found = statements.statement(account=wallet, unit=form.unit_code, period=form.period)
    context = {
        "balances": balances,
        "holds": accounts.open_holds(account=wallet),
        "units": accounts.units(),
        **statement_page(request, found, form),
    }
    return render(request, "ledger/my_statement.html", context)


@require_safe
def entry(request: DureRequest, cell_id: int, entry_id: int) -> HttpResponse:
    """One entry with everything that explains it; a person sees those of their own wallet, staff every one."""
    found = entries.explained(entry_id=entry_id, cell_id=cell_id)
    mine = chart.wallet(request.actor.person_id) if request.actor.person_id else ""
    if not request.actor.is_staff and mine not in {leg.account for leg in found.legs}:
        raise EntryNotFound
    units = {unit.code: unit for unit in accounts.units().values()}
    context = {
        "found": found,
        "legs": [(leg, units[leg.unit], leg.account == mine) for leg in found.legs],
        "receipt": seals.receipt(found.entry),
    }
    return render(request, "ledger/entry.html", context)


def own_wallet(request: DureRequest) -> str:
    """Return the code of the wallet of whoever asks."""
    return chart.wallet(person_of(request))


def person_of(request: DureRequest) -> UUID:
    """Return the id of whoever asks, or refuse with NotSignedIn."""
    if request.actor.person_id is None:
        raise NotSignedIn
    return request.actor.person_id
