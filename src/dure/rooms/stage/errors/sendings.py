"""Why a film on its way, or a piece of it, is refused."""

from django.utils.translation import gettext_lazy as _

from dure.kernel.errors import BadInput, NotFound, Refusal


class SendingNotFound(NotFound):
    """No such film on its way: it was given up, or nobody went on with it for two days."""

    code = "sending_not_found"
    sentence = _("What you began to send is no longer here. Please send it again from the beginning.")


class TooManySendings(Refusal):
    """So many films on their way at most."""

    code = "too_many_sendings"
    sentence = _("You began to send %(max)s films already. Send one of them to its end, or give one up.")


class WrongOffset(Refusal):
    """A piece begins where the ones before it end; the fact `offset` says where."""

    code = "wrong_offset"
    sentence = _("This piece does not follow on what is here.")


class PieceSize(BadInput):
    """A piece has its least and its most, and ends with the film."""

    code = "piece_size"
    sentence = _("A piece has %(kb_least)s to %(kb_most)s KB, the last one what is left.")


class UnknownTus(BadInput):
    """Films are sent as tus 1.0.0 says."""

    code = "tus_version"
    status = 412
    sentence = _("We speak tus 1.0.0 only.")


class NotAPiece(BadInput):
    """A piece comes as plain bytes."""

    code = "piece_kind"
    status = 415
    sentence = _("A piece of a film is sent as application/offset+octet-stream.")
