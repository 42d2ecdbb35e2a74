"""What the book knows about one person, for their own file and for leaving."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import statements
from dure.rooms.ledger.queries.accounts import balances
from dure.rooms.ledger.queries.words import kind_words, written_in_full


def everything_about(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return every line of a person's accounts, oldest first within each unit."""
    with transaction.atomic():
        for account in (chart.wallet(person_id), chart.loan(person_id)):
            for unit, line in statements.all_lines_of(account=account):
                yield {
                    "account": account,
                    "entry": str(line.entry_id),
                    "recorded_at": line.recorded_at,
                    "happened_at": line.happened_at,
                    "what": kind_words(kind=line.kind),
                    "about": line.about,
                    "reference": line.reference,
                    "amount": str(line.amount),
                    "balance_after": str(line.balance_after),
                    "unit": unit.code,
                }


def reasons_to_stay(*, person_id: UUID) -> Iterator[str]:
    """Return why a person cannot leave yet: money in the wallet, something reserved, something owed."""
    for each in balances(account=chart.wallet(person_id)):
        if each.held:
            yield _("%(amount)s is still reserved in your wallet.") % {
                "amount": written_in_full(amount=each.held, unit=each.unit)
            }
        elif each.amount and each.unit.family == each.unit.Family.MONEY:
            yield _("There is still %(amount)s in your wallet.") % {
                "amount": written_in_full(amount=each.amount, unit=each.unit)
            }
    for each in balances(account=chart.loan(person_id)):
        if each.amount:
            yield _("A loan of %(amount)s is not settled yet.") % {
                "amount": written_in_full(amount=-each.amount, unit=each.unit)
            }
