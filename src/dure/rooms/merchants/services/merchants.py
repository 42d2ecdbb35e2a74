"""Becoming a merchant in three steps, being approved, suspended and resumed, and delivery terms."""

from uuid import UUID

from django.db import transaction

from dure.events.merchants import MerchantApproved, MerchantSuspended
from dure.kernel.clock import now
from dure.kernel.errors import NotAllowed, NotFound
from dure.kernel.http import HOUSE, Actor
from dure.kernel.outbox import announce
from dure.rooms.merchants import errors
from dure.rooms.merchants.models import Merchant, PayoutAccount, Status
from dure.rooms.merchants.models.merchants import CURRENCY_OF
from dure.rooms.merchants.services import notices
from dure.rooms.merchants.services.acts import What, locked, note
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.people.services import mandates, organisations
from dure.rooms.people.services.addresses import keep_address
from dure.rooms.trust.services import verifications

AMOUNT_MAX = 10_000_000


def subject_of(*, organisation_id: UUID) -> str:
    """Return the name under which trust verifies a merchant."""
    return f"merchant:{organisation_id}"


@transaction.atomic
def begin(*, by: Actor, organisation_id: UUID) -> Merchant:
    """Begin to set up an organisation for selling; begun before, it goes on where it was left."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    made, is_new = Merchant.objects.get_or_create(
        organisation_id=organisation_id, defaults={"started_at": now(), "started_by_id": by.person_id}
    )
    if is_new:
        note(merchant=made, what=What.STARTED, by=by)
    elif made.status != Status.STARTED:
        raise errors.AlreadyMerchant
    return made


@transaction.atomic
def begin_new(*, by: Actor, kind: str, name: str) -> Merchant:
    """Found an organisation and begin to set it up for selling."""
    founded = organisations.found_organisation(by=by, kind=kind, name=name)
    return begin(by=by, organisation_id=founded.id)


@transaction.atomic
def begin_for_another(
    *, by: Actor, helper_organisation_id: UUID, kind: str, name: str, owner_phone: str, landing: str
) -> Merchant:
    """Begin for somebody who cannot do it alone: they are invited as the owner, the helper acts by mandate."""
    founded = mandates.found_for_another(
        by=by,
        helper_organisation_id=helper_organisation_id,
        kind=kind,
        name=name,
        owner_phone=owner_phone,
        landing=landing,
    )
    return begin(by=by, organisation_id=founded.id)


@transaction.atomic
def place(*, by: Actor, organisation_id: UUID, address: PostalAddress) -> Merchant:
    """Say where a merchant is; country and currency follow. While it is being set up only."""
    found = locked(organisation_id=organisation_id, by=by)
    if found.status != Status.STARTED:
        raise errors.NotInPreparation
    if address.country not in CURRENCY_OF:
        raise errors.PlaceMissing
    kept = keep_address(address=address)
    found.address, found.region = kept, kept.region
    found.country, found.currency = kept.country, CURRENCY_OF[kept.country]
    found.save(update_fields=["address", "region", "country", "currency"])
    return found


@transaction.atomic
def apply(*, by: Actor, organisation_id: UUID, note_to_staff: str = "") -> Merchant:
    """Ask for approval, once place and payout account are there."""
    found = locked(organisation_id=organisation_id, by=by)
    if found.status != Status.STARTED:
        raise errors.AlreadyMerchant
    if found.address_id is None:
        raise errors.PlaceMissing
    if not PayoutAccount.objects.filter(merchant=found, replaced_at__isnull=True).exists():
        raise errors.PayoutAccountMissing
    found.status = Status.APPLIED
    found.save(update_fields=["status"])
    note(merchant=found, what=What.APPLIED, by=by)
    verifications.ask(
        by=by, subject=subject_of(organisation_id=organisation_id), organisation_id=organisation_id, note=note_to_staff
    )
    return found


@transaction.atomic
def heed_decision(*, subject: str, organisation_id: UUID, outcome: str, reason: str) -> None:
    """Do what trust decided about a merchant: approve it, or take its approval back. Other subjects change nothing."""
    if subject != subject_of(organisation_id=organisation_id):
        return
    found = Merchant.objects.select_for_update(of=("self",)).filter(pk=organisation_id).first()
    if found is None:
        return
    if outcome == "approved" and found.status == Status.APPLIED:
        _approve(found)
    elif outcome != "approved" and found.status == Status.APPROVED:
        found.status, found.approved_at = Status.APPLIED, None
        found.save(update_fields=["status", "approved_at"])
        note(merchant=found, what=What.DECLINED, by=HOUSE, reason=reason)
        announce(MerchantSuspended(organisation_id=str(organisation_id)))
    notices.tell_of_decision(found, outcome=outcome, reason=reason)


@transaction.atomic
def suspend(*, by: Actor, organisation_id: UUID, reason: str) -> Merchant:
    """Stop a merchant from selling to the public; staff only, and they say why."""
    found = _for_staff(by, organisation_id)
    if not reason.strip():
        raise errors.ReasonMissing(fields={"reason": [str(errors.ReasonMissing.sentence)]})
    if found.status != Status.APPROVED:
        raise errors.MerchantNotApproved
    found.status = Status.SUSPENDED
    found.save(update_fields=["status"])
    note(merchant=found, what=What.SUSPENDED, by=by, reason=reason)
    announce(MerchantSuspended(organisation_id=str(organisation_id)))
    notices.tell_of_suspension(found, reason=reason)
    return found


@transaction.atomic
def resume(*, by: Actor, organisation_id: UUID, reason: str = "") -> Merchant:
    """Let a suspended merchant go on."""
    found = _for_staff(by, organisation_id)
    if found.status != Status.SUSPENDED:
        raise errors.MerchantNotSuspended
    found.status = Status.APPROVED
    found.save(update_fields=["status"])
    note(merchant=found, what=What.RESUMED, by=by, reason=reason)
    announce(MerchantApproved(organisation_id=str(organisation_id)))
    return found


@transaction.atomic
def change_delivery(*, by: Actor, organisation_id: UUID, delivery_fee: int, free_delivery_from: int | None) -> Merchant:
    """Say what delivery costs, and from which worth of goods it is free; minor units of the merchant's currency."""
    found = locked(organisation_id=organisation_id, by=by)
    wrong = [
        field
        for field, amount in (("delivery_fee", delivery_fee), ("free_delivery_from", free_delivery_from or 0))
        if not 0 <= amount <= AMOUNT_MAX
    ]
    if wrong:
        raise errors.DeliveryWrong(fields={field: [str(errors.DeliveryWrong.sentence)] for field in wrong})
    found.delivery_fee, found.free_delivery_from = delivery_fee, free_delivery_from
    found.save(update_fields=["delivery_fee", "free_delivery_from"])
    note(merchant=found, what=What.DELIVERY_CHANGED, by=by)
    return found


def _approve(found: Merchant) -> None:
    found.status, found.approved_at = Status.APPROVED, now()
    found.save(update_fields=["status", "approved_at"])
    note(merchant=found, what=What.APPROVED, by=HOUSE)
    announce(MerchantApproved(organisation_id=str(found.pk)))


def _for_staff(by: Actor, organisation_id: UUID) -> Merchant:
    if not by.is_staff:
        raise NotAllowed
    found = Merchant.objects.select_for_update(of=("self",)).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found
