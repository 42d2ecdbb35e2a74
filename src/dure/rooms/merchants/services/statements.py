"""The statement of a payout, as a paper and as a table; in the reader's language."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from dure.kernel import papers
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.http import Actor
from dure.kernel.money import DECIMALS, Money
from dure.kernel.sheets import Cell, write_csv
from dure.rooms.ledger.queries.statements import StatementLine
from dure.rooms.ledger.queries.words import kind_words
from dure.rooms.ledger.wording import plain_number
from dure.rooms.merchants import banks
from dure.rooms.merchants.models import Payout
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.queries.payouts import PayoutStatement

TEMPLATE = Path(__file__).parents[1] / "papers" / "payout_statement.typ"


@transaction.atomic
def payout_statement(*, by: Actor, payout_id: UUID) -> PayoutStatement:
    """Return every line a payout was made of, to those who may act for the merchant, and to staff."""
    return queries.statement(payout=queries.payout(payout_id=payout_id, by=by))


def statement_pdf(*, by: Actor, payout_id: UUID) -> bytes:
    """Return the statement as a paper."""
    return papers.pdf(template=TEMPLATE, data=_paper(payout_statement(by=by, payout_id=payout_id)))


def statement_csv(*, by: Actor, payout_id: UUID) -> bytes:
    """Return the statement as a table."""
    file = BytesIO()
    write_csv(_rows(payout_statement(by=by, payout_id=payout_id)), file)
    return file.getvalue()


def _rows(found: PayoutStatement) -> Iterator[Sequence[Cell]]:
    payout = found.payout
    yield [_("Recorded"), _("What"), _("Reference"), _("Amount"), _("Balance"), _("Currency")]
    yield ["", _("Carried over"), "", "", _plain(found.opening, payout), payout.currency]
    for line in found.lines:
        yield [
            f"{line.recorded_at.astimezone(HOUSE_ZONE):%Y-%m-%d %H:%M:%S}",
            _what(line),
            line.reference,
            _plain(line.amount, payout),
            _plain(line.balance_after, payout),
            payout.currency,
        ]
    yield ["", _("Left for the next payout"), "", "", _plain(found.closing, payout), payout.currency]


def _paper(found: PayoutStatement) -> dict[str, object]:
    payout = found.payout
    language = get_language() or "ko"
    bank = banks.BY_CODE[payout.account.bank].name_in(language)
    return {
        "title": _("Payout statement"),
        "number": str(payout.id),
        "issuer": payout.merchant.organisation.name_in(language),
        "facts": [
            [pgettext("who is paid", "For"), payout.merchant.organisation.name_in(language)],
            [_("Made on"), date_format(payout.made_at.astimezone(HOUSE_ZONE), "DATE_FORMAT")],
            [_("Paid to"), f"{bank} {payout.account.masked} · {payout.account.holder}"],
            [_("Amount"), _written(payout.amount, payout)],
        ],
        "head": [_("Day"), _("What"), _("Reference"), _("Amount"), _("Balance")],
        "rows": [
            ["", _("Carried over"), "", "", _written(found.opening, payout)],
            *([*_cells(line, payout)] for line in found.lines),
            ["", _("Left for the next payout"), "", "", _written(found.closing, payout)],
        ],
        "words": _("Every line stands in the book of the house under its reference, and anybody may recount it."),
    }


def _cells(line: StatementLine, payout: Payout) -> list[str]:
    return [
        f"{line.recorded_at.astimezone(HOUSE_ZONE):%Y-%m-%d}",
        _what(line),
        line.reference,
        _written(line.amount, payout),
        _written(line.balance_after, payout),
    ]


def _what(line: StatementLine) -> str:
    if line.reference.startswith("payout:"):
        return _("Payout came back") if line.amount > 0 else _("Payout")
    if line.reference.startswith("late-refund:"):
        return _("Set aside to give back to a buyer")
    return kind_words(kind=line.kind)


def _written(amount: int, payout: Payout) -> str:
    return Money(amount, payout.currency).format(get_language() or "ko")


def _plain(amount: int, payout: Payout) -> Decimal:
    return Decimal(plain_number(amount, scale=DECIMALS[payout.currency]))
