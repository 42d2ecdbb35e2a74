"""Setting up for selling: who, where, where the money goes, and asking for approval."""

from typing import Literal
from uuid import UUID

from django.utils.translation import get_language
from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.merchants.banks import banks_of
from dure.rooms.merchants.queries import agreements
from dure.rooms.merchants.queries import merchants as queries
from dure.rooms.merchants.schemas import (
    AccountIn,
    ApplicationIn,
    BankOut,
    MerchantOut,
    NewMerchantIn,
    PlaceIn,
)
from dure.rooms.merchants.services import accounts, merchants
from dure.rooms.trust.queries import verifications

router = Router(tags=["merchants"])
SELLER = "/sellers/{uuid:organisation_id}"


@router.post("/sellers", response={201: MerchantOut}, operation_id="begin_new")
@decorate_view(idempotent)
def begin_new(request: DureRequest, asked: NewMerchantIn) -> Status[MerchantOut]:
    """Found a farm, co-operative or shop of one's own and begin to set it up for selling."""
    made = merchants.begin_new(by=request.actor, **asked.dict())
    return Status(201, _told(request, made.pk))


@router.post(f"{SELLER}/beginning", response=MerchantOut, operation_id="begin")
@decorate_view(idempotent)
def begin(request: DureRequest, organisation_id: UUID) -> MerchantOut:
    """Begin to set an organisation up for selling, or go on with it."""
    merchants.begin(by=request.actor, organisation_id=organisation_id)
    return _told(request, organisation_id)


@router.get(f"{SELLER}/merchant", response=MerchantOut, operation_id="own_merchant")
def own_merchant(request: DureRequest, organisation_id: UUID) -> MerchantOut:
    """How far one's own merchant is, and what it has agreed to."""
    return _told(request, organisation_id)


@router.put(f"{SELLER}/place", response=MerchantOut, operation_id="place")
def place(request: DureRequest, organisation_id: UUID, where: PlaceIn) -> MerchantOut:
    """Say where the merchant is; country and currency follow."""
    merchants.place(by=request.actor, organisation_id=organisation_id, address=where.address())
    return _told(request, organisation_id)


@router.put(f"{SELLER}/account", response=MerchantOut, operation_id="enter_account")
@decorate_view(idempotent)
def enter_account(request: DureRequest, organisation_id: UUID, account: AccountIn) -> MerchantOut:
    """Say where the money goes. A change holds payouts for a day, and every owner hears of it."""
    accounts.enter_account(by=request.actor, organisation_id=organisation_id, **account.dict())
    return _told(request, organisation_id)


@router.post(f"{SELLER}/account/confirmation", response=MerchantOut, operation_id="confirm_account")
@decorate_view(idempotent)
def confirm_account(request: DureRequest, organisation_id: UUID) -> MerchantOut:
    """Say as an owner that the money goes to the right place."""
    accounts.confirm_account(by=request.actor, organisation_id=organisation_id)
    return _told(request, organisation_id)


@router.post(f"{SELLER}/application", response=MerchantOut, operation_id="apply")
@decorate_view(idempotent)
def apply(request: DureRequest, organisation_id: UUID, asked: ApplicationIn) -> MerchantOut:
    """Ask for approval, once place and payout account are there; until then nothing is shown to the public."""
    merchants.apply(by=request.actor, organisation_id=organisation_id, note_to_staff=asked.note_to_staff)
    return _told(request, organisation_id)


@router.get("/banks", response=list[BankOut], operation_id="banks")
def banks(request: DureRequest, country: Literal["KR", "CN"] = "KR") -> list[BankOut]:
    """The banks of a country that payouts can go to."""
    del request
    language = get_language() or ""
    return [BankOut(code=bank.code, name=bank.name_in(language)) for bank in banks_of(country)]


def _told(request: DureRequest, organisation_id: UUID) -> MerchantOut:
    """Return one's own merchant as JSON tells it."""
    found = queries.own_merchant(by=request.actor, organisation_id=organisation_id)
    verified = verifications.by_subject(subject=merchants.subject_of(organisation_id=organisation_id))
    return MerchantOut.of(
        found,
        account=queries.payout_account(organisation_id=organisation_id),
        verification_id=verified.id if verified else None,
        rates=agreements.plan(organisation_id=organisation_id),
    )
