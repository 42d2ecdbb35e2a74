"""Where browsers reach the studio, which takes the pictures and gives them out."""

from django.conf import settings
from django.http.request import split_domain_port

from dure.kernel.http import DureRequest


def studio_address(request: DureRequest) -> str:
    """Return the studio's address without a slash at the end: below our address, or at its own port."""
    if getattr(settings, "STUDIO_URL", ""):
        return str(settings.STUDIO_URL)
    host, _port = split_domain_port(request.get_host())
    return f"{request.scheme}://{host}:{getattr(settings, 'STUDIO_PORT', settings.GATE_PORT + 1)}"
