"""A second pair of eyes: what one of our staff proposes to spend of the house's own money, another one decides.

A room keeps its proposals as rows that name both; whether a second person is needed, and who may be it, stands here.
"""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import NotAllowed, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.money import Money


class ProposedByYou(NotAllowed):
    """Who proposed something does not decide it."""

    code = "proposed_by_you"
    sentence = _("You proposed this yourself. Somebody else of our staff decides it.")


def needs_second(amount: Money) -> bool:
    """Whether somebody else has to approve before so much of the house's own money is spent."""
    if not settings.SECOND_APPROVAL:
        return False
    return amount >= Money.of(settings.SECOND_APPROVAL_FROM.get(amount.currency, 0), amount.currency)


def staff_person(by: Actor) -> UUID:
    """Return who of our staff acts: a person, never a program or the house itself; NotAllowed for everybody else."""
    if not by.is_staff:
        raise NotAllowed
    if by.person_id is None:
        raise NotSignedIn
    return by.person_id


def second_person(by: Actor, *, proposed_by: UUID) -> UUID:
    """Return who decides what another one proposed; ProposedByYou where it is the same person."""
    person_id = staff_person(by)
    if person_id == proposed_by:
        raise ProposedByYou
    return person_id
