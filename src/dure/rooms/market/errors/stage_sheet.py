"""Why a live show's sheet does not open."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import NotFound


class OfferNotOnStage(NotFound):
    """The show has not begun, was called off, or does not sell this offer."""

    code = "offer_not_on_stage"
    sentence = _("This is not sold in this show.")
