"""Headers that keep a page from doing what it was not written to do."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase

from dure.kernel.http import gate_address, studio_address

GATE, STUDIO = "{gate}", "{studio}"
"""Stand in a rule for where this request's browser reaches the gate, and the studio."""


class ContentSecurityMiddleware:
    """Adds the Content-Security-Policy of the address, unless the view has set one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Build the policies once."""
        self.get_response = get_response
        self.policy = _policy(settings.CONTENT_SECURITY)
        self.loose = {prefix: _policy(rules) for prefix, rules in settings.CONTENT_SECURITY_BY_PREFIX.items()}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on, then add the headers."""
        response = self.get_response(request)
        policy = next((found for prefix, found in self.loose.items() if request.path.startswith(prefix)), self.policy)
        for named, address in ((GATE, gate_address), (STUDIO, studio_address)):
            policy = policy.replace(named, _sources(request, address))
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


def _sources(request: HttpRequest, address_of: Callable[[HttpRequest], str]) -> str:
    """Return a process of ours as sources of a policy, for requests and for sockets."""
    try:
        address, host = address_of(request), request.get_host()
    except DisallowedHost:  # answered with 400 already; the policy has nothing to add
        return ""
    full = f"{request.scheme}://{host}{address}" if address.startswith("/") else address
    origin = "/".join(full.split("/", 3)[:3])
    return f"{origin} {origin.replace('http', 'ws', 1)}"


def _policy(rules: dict[str, str]) -> str:
    """Write the rules as one header."""
    return "; ".join(f"{name} {sources}".strip() for name, sources in rules.items())
