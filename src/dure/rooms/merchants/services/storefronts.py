"""A merchant's own front: written, its picture changed, shown and hidden."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.http import Actor
from dure.kernel.pictures import Picture, keep
from dure.rooms.merchants import errors
from dure.rooms.merchants.models import FormerSlug, Merchant, Storefront
from dure.rooms.merchants.models.storefronts import CHOSEN_MAX
from dure.rooms.merchants.opening_hours import are_sound
from dure.rooms.merchants.queries.storefronts import is_taken
from dure.rooms.merchants.services.acts import locked
from dure.rooms.merchants.slugs import LONGEST, is_slug, slug_of
from dure.rooms.trust.services.trades import demand_allowed

SECOND = 2


@transaction.atomic
def write_storefront(
    *,
    by: Actor,
    organisation_id: UUID,
    slug: str,
    story: str,
    hours: Sequence[Sequence[str]],
    hours_note: str = "",
    chosen_products: Sequence[UUID] = (),
) -> Storefront:
    """Write what a storefront says. `hours` has seven lines, Monday first, each two times or empty; or none at all.

    A former address keeps leading here. What may not be sold may not be praised either.
    """
    merchant = locked(organisation_id=organisation_id, by=by)
    wanted = slug.strip().casefold()
    _check(slug=wanted, hours=hours, chosen_products=chosen_products)
    demand_allowed(texts=[story, hours_note])
    if is_taken(slug=wanted, organisation_id=organisation_id):
        raise errors.SlugTaken
    found = begun(merchant=merchant, by=by)
    _move(found, wanted)
    found.story, found.hours, found.hours_note = story.strip(), [list(day) for day in hours], hours_note.strip()
    found.chosen_products = list(dict.fromkeys(chosen_products))
    found.changed_at, found.changed_by_id = now(), by.person_id
    found.save()
    return found


@transaction.atomic
def choose_products(*, by: Actor, organisation_id: UUID, product_ids: Sequence[UUID]) -> Storefront:
    """Say which products stand first on the storefront, in this order; whose they are, the caller has asked."""
    found = begun(merchant=locked(organisation_id=organisation_id, by=by), by=by)
    _check(slug=found.slug, hours=(), chosen_products=product_ids)
    found.chosen_products = list(dict.fromkeys(product_ids))
    found.changed_at, found.changed_by_id = now(), by.person_id
    found.save(update_fields=["chosen_products", "changed_at", "changed_by"])
    return found


@transaction.atomic
def change_banner(*, by: Actor, organisation_id: UUID, picture: Picture) -> Storefront:
    """Put a picture over the storefront."""
    found = begun(merchant=locked(organisation_id=organisation_id, by=by), by=by)
    found.banner, found.changed_at, found.changed_by_id = keep(picture, folder="banners"), now(), by.person_id
    found.save(update_fields=["banner", "changed_at", "changed_by"])
    return found


@transaction.atomic
def show_storefront(*, by: Actor, organisation_id: UUID, is_published: bool) -> Storefront:
    """Open the storefront to everybody, or close it; only approved merchants are seen."""
    merchant = locked(organisation_id=organisation_id, by=by)
    if is_published and not merchant.is_approved:
        raise errors.MerchantNotApproved
    found = begun(merchant=merchant, by=by)
    found.is_published, found.changed_at, found.changed_by_id = is_published, now(), by.person_id
    found.save(update_fields=["is_published", "changed_at", "changed_by"])
    return found


@transaction.atomic
def begun(*, merchant: Merchant, by: Actor) -> Storefront:
    """Return the storefront of a locked merchant, new if need be; for the room's own verbs."""
    found = Storefront.objects.select_for_update().filter(merchant=merchant).first()
    if found is not None:
        return found
    return Storefront.objects.create(
        merchant=merchant, slug=_free_slug(merchant), changed_at=now(), changed_by_id=by.person_id
    )


def _free_slug(merchant: Merchant) -> str:
    """Return an address made of the organisation's name, with a number where it is taken or too short."""
    base = slug_of(merchant.organisation.name)
    if not is_slug(base):
        base = f"farm-{merchant.pk.hex[-6:]}"
    candidates = [base, *(f"{base[: LONGEST - 4]}-{number}" for number in range(SECOND, 1000))]
    return next(each for each in candidates if not is_taken(slug=each, organisation_id=merchant.pk))


def _move(found: Storefront, slug: str) -> None:
    """Give the storefront its new address and keep the old one for it."""
    if found.slug == slug:
        return
    FormerSlug.objects.filter(slug=slug, storefront=found).delete()
    FormerSlug.objects.update_or_create(slug=found.slug, defaults={"storefront": found, "left_at": now()})
    found.slug = slug


def _check(*, slug: str, hours: Sequence[Sequence[str]], chosen_products: Sequence[UUID]) -> None:
    problems = {
        "slug": not is_slug(slug),
        "hours": bool(hours) and not are_sound(hours),
        "products": len(set(chosen_products)) > CHOSEN_MAX,
    }
    if any(problems.values()):
        raise errors.StorefrontWrong(*(field for field, is_wrong in problems.items() if is_wrong))
