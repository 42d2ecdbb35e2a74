"""Why somebody does not host, help or film in a show."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import NotAllowed, NotFound, Refusal


class HelperNotFound(NotFound):
    """No such helper or second host."""

    code = "helper_not_found"
    sentence = _("This person does not help in this show.")


class HelperLinkNotFound(NotFound):
    """No such link of this show."""

    code = "helper_link_not_found"
    sentence = _("We could not find this link.")


class HelperLinkSpent(Refusal):
    """The link was used or taken back, or its time is over."""

    code = "helper_link_spent"
    sentence = _("This link was used already, or its time is over. Ask the host for a new one.")


class HelperIsHost(Refusal):
    """Hosts need no helper's place in their own show."""

    code = "helper_is_host"
    sentence = _("This person is one of the hosts already.")


class NotTheHost(NotAllowed):
    """Only hosts may do this; helpers may keep order and change the screen."""

    code = "not_the_host"
    sentence = _("Only the hosts of this show may do that.")


class NotKeepingOrder(NotAllowed):
    """Only hosts and helpers may do this."""

    code = "not_keeping_order"
    sentence = _("Only the hosts and helpers of this show may do that.")


class NotFilming(NotAllowed):
    """Only hosts and second hosts of this very show film in it."""

    code = "not_filming"
    sentence = _("Only the hosts of this show, and a second host they asked, may film in it.")
