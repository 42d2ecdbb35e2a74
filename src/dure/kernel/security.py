"""Headers that keep a page from doing what it was not written to do."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


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
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response


def _policy(rules: dict[str, str]) -> str:
    """Write the rules as one header."""
    return "; ".join(f"{name} {sources}".strip() for name, sources in rules.items())
