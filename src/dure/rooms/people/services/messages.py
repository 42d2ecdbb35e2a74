"""Messages the room sends: invitations by text message or e-mail, in the inviter's language."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from dure.kernel.jobs import job
from dure.kernel.texts import send_text
from dure.rooms.people.models import Invitation


@job(retries=5)
def post_invitation(*, invitation_id: str, link: str) -> None:
    """Send an invitation out, later and until it worked; deferred in the transaction of the invitation itself."""
    send_invitation(invitation_id=UUID(invitation_id), link=link)


def send_invitation(*, invitation_id: UUID, link: str) -> bool:
    """Send an invitation to its phone number or e-mail address; return whether there was anybody to send it to."""
    invitation = Invitation.objects.select_related("organisation", "invited_by").filter(id=invitation_id).first()
    if invitation is None or invitation.is_for_anyone or invitation.revoked_at:
        return False
    with translation.override(invitation.invited_by.language):
        facts = {
            "name": invitation.invited_by.display_name,
            "organisation": invitation.organisation.shown_name,
            "link": link,
        }
        text = _("Dure: %(name)s invites you to %(organisation)s. %(link)s") % facts
        subject = _("%(name)s invites you to %(organisation)s") % facts
    if invitation.phone:
        send_text(to=invitation.phone, text=text)
    else:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    return True
