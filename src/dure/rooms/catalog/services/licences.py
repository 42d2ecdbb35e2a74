"""Asking for a licence to sell goods that need one: trust looks at the photographed paper."""

from uuid import UUID

from django.db import transaction

from dure.kernel.http import Actor
from dure.kernel.pictures import Picture
from dure.rooms.catalog import errors
from dure.rooms.catalog.licence_subjects import licence_subject
from dure.rooms.catalog.services.sellers import demand_seller
from dure.rooms.trust.queries.trades import licences
from dure.rooms.trust.services import verifications


@transaction.atomic
def ask_for_licence(*, by: Actor, organisation_id: UUID, licence: str, picture: Picture) -> UUID:
    """Have staff look at the paper of a licence; return the id of the verification, which tells how it stands.

    Asked for again, the paper is added to what was brought before.
    """
    demand_seller(by=by, organisation_id=organisation_id)
    if licence not in licences():
        raise errors.LicenceUnknown
    subject = licence_subject(organisation_id=organisation_id, licence=licence)
    asked = verifications.ask(by=by, subject=subject, organisation_id=organisation_id)
    verifications.add_paper(by=by, verification_id=asked.id, kind="licence", picture=picture)
    return asked.id
