"""Every account of the book, for staff."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dure.kernel.http import DureRequest
from dure.rooms.ledger.forms import AccountSearchForm
from dure.rooms.ledger.queries import accounts, book, seals, statements
from dure.rooms.ledger.views.pages import asked_period, statement_page

ACCOUNTS_PER_PAGE = 50


@require_safe
def all_accounts(request: DureRequest) -> HttpResponse:
    """Find an account."""
    search = AccountSearchForm(request.GET)
    text = search.cleaned_data["text"].strip() if search.is_valid() else ""
    page = Paginator(accounts.search(text=text), ACCOUNTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "ledger/accounts.html", {"search": search, "text": text, "page": page})


@require_safe
def account(request: DureRequest, code: str) -> HttpResponse:
    """One account: what is on it, what is held, and its statement."""
    found = accounts.account_of(code=code)
    balances = accounts.balances(account=code)
    context = {"account": found, "balances": balances, "units": accounts.units()}
    if balances:
        form = asked_period(request, balances)
        of = statements.statement(account=code, unit=form.unit_code, period=form.period)
        context |= {"holds": accounts.open_holds(account=code), **statement_page(request, of, form)}
    return render(request, "ledger/account.html", context)


@require_safe
def trial_balance(request: DureRequest) -> HttpResponse:
    """All accounts of each unit, which must sum to zero, and the last proof with everything it found."""
    context = {"rows": book.trial_balance(), "proof": seals.last_proof()}
    return render(request, "ledger/trial_balance.html", context)
