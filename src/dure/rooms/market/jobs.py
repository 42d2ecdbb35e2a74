"""What the market does later and on a clock."""

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.jobs import REPORTS, every, job, job_with_progress
from dure.kernel.progress import Report
from dure.rooms.market.queries.my_orders import Asked, Sort
from dure.rooms.market.queries.payments import refunds_to_send
from dure.rooms.market.queries.proofs import cells_there
from dure.rooms.market.services import (
    archiving,
    baskets,
    booking_deadlines,
    disputes,
    flash_prices,
    host_payments,
    host_standings,
    late_refunds,
    orders,
    payments,
    promotion_links,
    proofs,
    receipt_files,
    reconciliations,
    refunds,
    releases,
    sheets,
)
from dure.rooms.market.services import card_sandbox as _card_sandbox  # noqa: F401  the worker learns its job by loading it

FORGOTTEN_AFTER = timedelta(hours=2)
"""A refund that waits so long has lost its job; it is sent again."""

REFUNDS_AT_ONCE_MAX = 200


@every("* * * * *")
def ask_about_payments() -> None:
    """Ask providers about payments of which we have not heard."""
    payments.ask_again()


@every("*/20 * * * *")
def send_forgotten_refunds() -> None:
    """Have refunds sent whose own job gave up."""
    before = clock.now() - FORGOTTEN_AFTER
    for refund_id in refunds_to_send(before=before, count=REFUNDS_AT_ONCE_MAX):
        refunds.send_refund.defer(refund_id=str(refund_id))


@every("10 16 * * *")
def reconcile_every_night() -> None:
    """Compare payments with every provider and the book."""
    reconciliations.reconcile_all()


@job(retries=1)
def compare_payments() -> None:
    """Compare payments with every provider and the book, because staff asks."""
    reconciliations.reconcile_all()


@every("* * * * *")
def expire_unpaid_orders() -> None:
    """Give up orders nobody paid in time."""
    orders.expire_every_order()


@every("* * * * *")
def end_flash_prices() -> None:
    """End flash prices whose own job did not, and put back what has become free of those that ended."""
    flash_prices.end_due_flashes()
    flash_prices.give_back_rests()


@every("*/10 * * * *")
def release_money() -> None:
    """Pay sellers for what arrived and nobody complained about."""
    releases.release_due()


@every("35 * * * *")
def collect_late_refunds() -> None:
    """Give back what sellers owe buyers after release, as far as they have earned it by now."""
    late_refunds.collect_all()


@every("5 20 * * *")
def pay_hosts_every_night() -> None:
    """Pay hosts what they earned long enough ago."""
    host_payments.pay_hosts()


@every("50 * * * *")
def forget_old_visits() -> None:
    """Delete who came by which link, once no decision can rest on it."""
    promotion_links.forget_visits()


@every("45 17 * * 0")
def recount_standings_every_week() -> None:
    """Have the leaderboard summed anew from what it rests on, behind everybody else."""
    host_standings.recount_standings.defer()


@every("25 * * * *")
def hand_disputes_to_staff() -> None:
    """Let our staff see to problems their sellers did not answer."""
    disputes.hand_to_staff()


@every("17 * * * *")
def tend_bookings() -> None:
    """End bookings nobody goes on with, and remind those who have a date or a step before them."""
    booking_deadlines.end_overdue()
    booking_deadlines.remind()


@every("40 15 * * *")
def prove_every_night() -> None:
    """Have what is new and a part of what is old looked through, behind everybody else."""
    prove_orders.defer(by=HOUSE, title=_("Looking through the orders"), is_whole=False)


@job_with_progress(retries=1, queue=REPORTS)
def prove_orders(report: Report, *, is_whole: bool, person_id: str = "") -> None:
    """Look through the orders, all of them or those of a night, and keep the outcome."""

    def tell(done: int, total: int) -> None:
        if done == 1:
            report.expect(total)
        report.step()

    proofs.prove(is_whole=is_whole, asked_by_id=UUID(person_id) if person_id else None, progress=tell)
    report.result("/market/health/")


@every("20 17 * * *")
def archive_every_night() -> None:
    """Have old orders moved to the archive, behind everybody else."""
    archive_orders.defer_once("archive_orders")


@job(retries=1, queue=REPORTS)
def archive_orders() -> None:
    """Move what is closed for good to the archive, in every part of the book."""
    for cell_id in cells_there():
        archiving.archive_every_order(cell_id=cell_id)


@every("55 18 * * *")
def forget_old_baskets() -> None:
    """Throw away what strangers left in baskets long ago."""
    baskets.forget_baskets()


@job_with_progress(retries=1, queue=REPORTS)
def make_sheet(
    report: Report, *, organisation_id: str, kind: str, first: str, last: str, form: str, rounds: Sequence[str] = ()
) -> None:
    """Make a pack sheet or a list of orders into a file for whoever asked; `rounds` of order cycles narrow it."""
    ask = sheets.read_ask(organisation_id=organisation_id, kind=kind, first=first, last=last, rounds=rounds)
    with tempfile.TemporaryFile() as file:
        sheets.write_sheet(ask=ask, form=form, file=file, expect=report.expect, step=report.step)
        report.keep(file, name=ask.file_name(form=form, today=clock.today()))


@job_with_progress(retries=1, queue=REPORTS)
def make_receipts(report: Report, *, person_id: str, first: str, last: str, sort: str, text: str) -> None:
    """Make the receipts of a buyer's orders into one PDF."""
    asked = Asked(sort=Sort(sort), text=text, first=date.fromisoformat(first), last=date.fromisoformat(last))
    buyer = Actor(person_id=UUID(person_id))
    with tempfile.TemporaryFile() as file:
        receipt_files.write_receipts(by=buyer, asked=asked, file=file, expect=report.expect, step=report.step)
        report.keep(file, name=f"dure-{first}-{last}.pdf")


@job_with_progress(retries=1, queue=REPORTS)
def make_invoices(report: Report, *, organisation_id: str, first: str, last: str) -> None:
    """Make a seller's receipts for its buyers into one PDF."""
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    seller_id = UUID(organisation_id)
    with tempfile.TemporaryFile() as file:
        receipt_files.write_invoices(seller_id=seller_id, **days, file=file, expect=report.expect, step=report.step)
        report.keep(file, name=f"dure-{first}-{last}.pdf")
