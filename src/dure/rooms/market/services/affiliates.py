"""People join the host network, and staff decide where it is in doubt; every decision keeps who and why."""

from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import NotAllowed, NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.inbox.services import notifications
from dure.rooms.market import errors
from dure.rooms.market.models import Affiliate, AffiliateAct
from dure.rooms.market.queries.affiliates import doubt_about
from dure.rooms.market.services import commissions
from dure.rooms.market.services.acts import required
from dure.rooms.merchants.queries.merchants import approved_among
from dure.rooms.people.queries.memberships import standing

Status, Act = Affiliate.Status, AffiliateAct.Act
PAGE = "/market/hosts/me/"


@transaction.atomic
def join_network(*, by: Actor) -> Affiliate:
    """Become a host: at once where nothing speaks against it, else once staff have looked; again changes nothing."""
    if by.person_id is None:
        raise NotSignedIn
    doubt = doubt_about(person_id=by.person_id)
    status = Status.WAITING if doubt else Status.APPROVED
    made, is_new = Affiliate.objects.get_or_create(
        person_id=by.person_id, defaults={"status": status, "doubt": doubt, "applied_at": clock.now()}
    )
    if is_new:
        note(affiliate=made, act=Act.APPLIED, by=by)
        if not doubt:
            note(affiliate=made, act=Act.APPROVED)
    return made


@transaction.atomic
def decide_application(*, by: Actor, affiliate_id: UUID, is_approved: bool, why: str = "") -> Affiliate:
    """Take a host in whom our staff looked at, or decline with a reason; a declined one can be taken in later."""
    found = _of_staff(by=by, affiliate_id=affiliate_id)
    if found.status not in {Status.WAITING, Status.DECLINED} or (found.status == Status.DECLINED and not is_approved):
        raise errors.HostNotThere
    reason = why.strip() if is_approved else required(why=why)
    found.status = Status.APPROVED if is_approved else Status.DECLINED
    found.save(update_fields=["status"])
    act = note(affiliate=found, act=Act.APPROVED if is_approved else Act.DECLINED, by=by, why=reason)
    _tell(found, act, _("You are a host now") if is_approved else _("You were not taken in as a host"), reason)
    return found


@transaction.atomic
def suspend(*, by: Actor, affiliate_id: UUID, why: str) -> Affiliate:
    """Stop a host: orders from now on earn nothing, and what is not paid yet waits for our staff's decision."""
    found = _of_staff(by=by, affiliate_id=affiliate_id)
    if found.status != Status.APPROVED:
        raise errors.HostNotThere
    reason = required(why=why)
    found.status, found.suspended_at, found.appealed_at = Status.SUSPENDED, clock.now(), None
    found.save(update_fields=["status", "suspended_at", "appealed_at"])
    act = note(affiliate=found, act=Act.SUSPENDED, by=by, why=reason)
    commissions.hold_all(affiliate_id=found.id, step=str(act.id))
    _tell(found, act, _("You were suspended as a host"), reason)
    return found


@transaction.atomic
def reinstate(*, by: Actor, affiliate_id: UUID, why: str) -> Affiliate:
    """Let a suspended host promote again; commissions that wait are decided one by one or together."""
    found = _of_staff(by=by, affiliate_id=affiliate_id)
    if found.status != Status.SUSPENDED:
        raise errors.HostNotThere
    reason = required(why=why)
    found.status, found.suspended_at, found.appealed_at = Status.APPROVED, None, None
    found.save(update_fields=["status", "suspended_at", "appealed_at"])
    act = note(affiliate=found, act=Act.REINSTATED, by=by, why=reason)
    _tell(found, act, _("You are a host again"), reason)
    return found


@transaction.atomic
def appeal(*, by: Actor, why: str) -> Affiliate:
    """Ask our staff to look at one's suspension or refusal again, with a reason; once until it is answered."""
    found = own_affiliate(by=by)
    if found.status not in {Status.SUSPENDED, Status.DECLINED} or found.appealed_at is not None:
        raise errors.HostNotThere
    found.appealed_at = clock.now()
    note(affiliate=found, act=Act.APPEALED, by=by, why=required(why=why))
    found.save(update_fields=["appealed_at"])
    return found


@transaction.atomic
def decline_appeal(*, by: Actor, affiliate_id: UUID, why: str) -> Affiliate:
    """Answer that it stays as decided, with a reason."""
    found = _of_staff(by=by, affiliate_id=affiliate_id)
    if found.appealed_at is None:
        raise errors.HostNotThere
    reason = required(why=why)
    found.appealed_at = None
    found.save(update_fields=["appealed_at"])
    act = note(affiliate=found, act=Act.APPEAL_DECLINED, by=by, why=reason)
    _tell(found, act, _("We looked again: it stays as decided"), reason)
    return found


@transaction.atomic
def choose(*, by: Actor, is_named: bool, organisation_id: UUID | None = None) -> Affiliate:
    """Say whether one's name may stand in the leaderboard, and which own organisation the commission is paid with."""
    found = own_affiliate(by=by)
    if organisation_id is not None and (
        standing(person_id=by.person_id, organisation_id=organisation_id) is None
        or not approved_among(organisation_ids=[organisation_id])
    ):
        raise errors.NotPaidThere
    found.is_named, found.organisation_id = is_named, organisation_id
    found.save(update_fields=["is_named", "organisation"])
    return found


@transaction.atomic(savepoint=False)
def own_affiliate(*, by: Actor) -> Affiliate:
    """Return who acts as a host, locked; NotAHost for everybody else."""
    if by.person_id is None:
        raise NotSignedIn
    found = Affiliate.objects.select_for_update().filter(person_id=by.person_id).first()
    if found is None:
        raise errors.NotAHost
    return found


@transaction.atomic(savepoint=False)
def note(
    *,
    affiliate: Affiliate | None,
    act: AffiliateAct.Act,
    by: Actor | None = None,
    why: str = "",
    facts: dict[str, object] | None = None,
    undoes: AffiliateAct | None = None,
) -> AffiliateAct:
    """Write one act down, within the verb that does it; `by` None is the house itself."""
    return AffiliateAct.objects.create(
        act=act,
        affiliate=affiliate,
        person_id=by.person_id if by else None,
        at=clock.now(),
        why=why,
        facts=facts or {},
        undoes=undoes,
    )


def _of_staff(*, by: Actor, affiliate_id: UUID) -> Affiliate:
    if not by.is_staff:
        raise NotAllowed
    found = Affiliate.objects.select_for_update().filter(id=affiliate_id).first()
    if found is None:
        raise errors.HostNotFound
    return found


def _tell(affiliate: Affiliate, act: AffiliateAct, title: Promise, why: str) -> None:
    notifications.notify(
        people=[affiliate.person_id], topic="orders", title=title, body=why, link=PAGE, key=f"host:{act.id}"
    )
