"""Money out of a fund: by the charity's managers or staff, with pictures that everybody sees."""

from collections.abc import Sequence
from typing import IO
from uuid import UUID

from django.db import transaction

from dure.events.giving import FundDisbursed
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.outbox import announce
from dure.kernel.pictures import Picture, keep, prepare
from dure.kernel.text import normalise
from dure.rooms.giving.errors import (
    CharityNotVerified,
    EvidenceMissing,
    FundTooLow,
    GiftKeyReused,
    GiftTooSmall,
    ReceiverMissing,
    TooMuchEvidence,
)
from dure.rooms.giving.models import Disbursement, Evidence, Fund
from dure.rooms.giving.services.funds import locked, subject_of
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.errors import InsufficientFunds
from dure.rooms.ledger.services.entries import record
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.trust.queries.verifications import is_verified

EVIDENCE_MAX = 6
RECEIVER_LENGTH_MAX, PURPOSE_LENGTH_MAX = 120, 500


@transaction.atomic
def disburse(
    *,
    by: Actor,
    fund_id: UUID,
    amount: Money,
    receiver: str,
    purpose: str,
    evidence: Sequence[IO[bytes]],
    client_key: UUID,
) -> Disbursement:
    """Pay money out of a fund to the bank; to whom, for what, and the pictures are public. Once per `client_key`.

    Refused: EvidenceMissing, ReceiverMissing, FundTooLow, CharityNotVerified … and nothing is left then.
    """
    fund = locked(fund_id=fund_id)
    demand_role(by=by, organisation_id=fund.organisation_id, least=Role.MANAGER)
    known = Disbursement.objects.filter(client_key=client_key).first()
    if known is not None:
        if (known.fund_id, known.amount, known.currency) != (fund.id, amount.minor, amount.currency):
            raise GiftKeyReused
        return known
    if not is_verified(subject=subject_of(organisation_id=fund.organisation_id)):
        raise CharityNotVerified
    paid = _paid(fund, amount, normalise(receiver), purpose.strip(), client_key, by)
    pictures = _prepared(evidence)
    paid.entry_id = _move(paid)
    paid.save(force_insert=True)
    for position, picture in enumerate(pictures, start=1):
        key = keep(picture, folder="evidence")
        Evidence.objects.create(
            disbursement=paid, position=position, key=key, width=picture.width, height=picture.height
        )
    announce(
        FundDisbursed(
            disbursement_id=str(paid.id), fund_id=str(fund.id), amount=str(amount.minor), currency=amount.currency
        )
    )
    return paid


def _paid(fund: Fund, amount: Money, receiver: str, purpose: str, client_key: UUID, by: Actor) -> Disbursement:
    if amount.minor <= 0:
        raise GiftTooSmall
    if not receiver or not purpose:
        raise ReceiverMissing
    return Disbursement(
        id=new_id(), fund=fund, amount=amount.minor, currency=amount.currency, receiver=receiver[:RECEIVER_LENGTH_MAX],
        purpose=purpose[:PURPOSE_LENGTH_MAX], client_key=client_key, paid_at=clock.now(), paid_by=by.person_id,
    )  # fmt: skip


def _prepared(evidence: Sequence[IO[bytes]]) -> list[Picture]:
    if not evidence:
        raise EvidenceMissing
    if len(evidence) > EVIDENCE_MAX:
        raise TooMuchEvidence(max=EVIDENCE_MAX)
    return [prepare(file) for file in evidence]


def _move(paid: Disbursement) -> int:
    source = chart.fund(paid.fund_id)
    try:
        recorded = record(
            reference=f"disbursement:{paid.id}",
            kind=Kind.DISBURSEMENT,
            legs=move(source=source, target=chart.outside("bank"), amount=paid.amount, unit=paid.currency),
            about={"for": paid.purpose[:200]},
        )
    except InsufficientFunds as error:
        raise FundTooLow from error
    return recorded.entry_id
