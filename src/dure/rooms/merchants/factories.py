"""Makes merchants for anybody's tests and the demo world."""

from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.http import Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.services import entries
from dure.rooms.ledger.services.entries import Recorded
from dure.rooms.merchants.models import Merchant, Status, Storefront
from dure.rooms.merchants.services import accounts
from dure.rooms.people import factories as people
from dure.rooms.people.queries.memberships import standing, staying_owners
from dure.rooms.people.services import organisations

NUMBER = "3020000000011"


@transaction.atomic
def make_merchant(
    *,
    organisation_id: UUID | None = None,
    owner_id: UUID | None = None,
    is_approved: bool = True,
    has_account: bool = True,
    name: str = "",
    **facts: object,
) -> Merchant:
    """Make a merchant in Korea, approved and with a payout account unless said otherwise; facts as its columns."""
    if organisation_id is not None:
        founder_id = owner_id or _owner_of(organisation_id)
    else:
        founder_id = owner_id or people.make_person().id
        by = Actor(person_id=founder_id)
        organisation_id = organisations.found_organisation(by=by, kind="farm", name=name or "Farm").id
    address = people.make_address()
    made = Merchant.objects.create(
        organisation_id=organisation_id,
        status=Status.APPROVED if is_approved else Status.STARTED,
        region=address.region,
        address=address,
        started_at=now(),
        started_by_id=founder_id,
        approved_at=now() if is_approved else None,
        **facts,
    )
    if has_account:
        accounts.enter_account(
            by=Actor(person_id=founder_id), organisation_id=made.pk, bank="KR-011", number=NUMBER, holder="이보리"
        )
    return made


def earn(*, organisation_id: UUID, amount: int, currency: str = "KRW") -> Recorded:
    """Let a merchant earn something, as a sale would."""
    return entries.record(
        reference=f"sale:{new_id()}",
        kind=Kind.SALE,
        legs=move(source=chart.outside("bank"), target=chart.earnings(organisation_id), amount=amount, unit=currency),
    )


def owner_actor(merchant: Merchant) -> Actor:
    """Return the actor an owner of a merchant is."""
    found = standing(person_id=_owner_of(merchant.pk), organisation_id=merchant.pk)
    assert found is not None, "a merchant has an owner"
    return Actor(person_id=_owner_of(merchant.pk), organisation_id=merchant.pk, roles=found.roles)


def staff_actor() -> Actor:
    """Return an actor of the house's staff."""
    return Actor(person_id=people.make_staff().id, is_staff=True)


def _owner_of(organisation_id: UUID) -> UUID:
    owners = staying_owners(organisation_id=organisation_id)
    return owners.values_list("person_id", flat=True)[0]


def change(organisation_id: UUID, **facts: object) -> None:
    """Give a merchant other facts (a status, a fee) than it was made with."""
    Merchant.objects.filter(pk=organisation_id).update(**facts)


@transaction.atomic
def make_storefront(
    merchant_id: UUID, *, slug: str = "dawn-farm", former_slug: str = "", is_published: bool = True, **facts: object
) -> Storefront:
    """Make a public storefront, with an address it had before where one is given."""
    made = Storefront.objects.create(
        merchant_id=merchant_id, slug=slug, is_published=is_published, changed_at=now(), **facts
    )
    if former_slug:
        made.former_slugs.create(slug=former_slug, left_at=now())
    return made
