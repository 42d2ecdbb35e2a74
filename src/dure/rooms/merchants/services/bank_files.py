"""The bank file of a run: written from what is kept, the same bytes every time, and checked before it goes out."""

from dataclasses import dataclass
from uuid import UUID

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.rooms.merchants import banks, payment_file
from dure.rooms.merchants.models import Payout
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.services.accounts import number_of

PAYER = "Dure (sandbox)"
PAYER_NUMBER = "SANDBOX-0000"


@dataclass(frozen=True, kw_only=True)
class BankFile:
    """The file and what was found in it; `balances` says whether file, run and payouts agree to the last coin."""

    content: bytes
    sums: payment_file.Sums
    balances: bool


def bank_file(*, by: Actor, run_id: UUID) -> BankFile:
    """Return the bank file of a run with its check; staff only, for it holds whole account numbers."""
    if not by.is_staff:
        raise NotAllowed
    run = queries.run(run_id=run_id)
    sent = list(queries.payouts_of(run_id=run_id))
    content = payment_file.write(
        payment_file.PaymentOrder(
            message_id=run.id.hex,
            made_at=run.made_at.astimezone(HOUSE_ZONE),
            pays_on=run.pays_on,
            currency=run.currency,
            payer=PAYER,
            payer_number=PAYER_NUMBER,
            transfers=[_transfer(payout) for payout in sent],
        )
    )
    sums = payment_file.read_sums(content)
    is_whole = (sums.count, sums.total) == (run.payout_count, run.total)
    is_kept = sum(payout.amount for payout in sent) == run.total
    return BankFile(content=content, sums=sums, balances=sums.agree and is_whole and is_kept)


def _transfer(payout: Payout) -> payment_file.Transfer:
    bank = banks.BY_CODE[payout.account.bank]
    return payment_file.Transfer(
        end_to_end_id=payout.end_to_end_id,
        amount=payout.amount,
        holder=payout.account.holder,
        country=bank.country,
        clearing=bank.clearing,
        number=number_of(payout.account),
        about=f"Dure {payout.made_at.astimezone(HOUSE_ZONE):%Y-%m-%d}",
    )
