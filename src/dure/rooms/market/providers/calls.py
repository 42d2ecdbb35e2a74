"""HTTP calls to payment companies: short, and never guessed about. No answer means we do not know."""

from collections.abc import Mapping
from typing import Any

import requests

from dure.rooms.market.errors import ProviderAway

TIMEOUT_S = (3.05, 12)
SERVER_ERRORS = 500


def call(
    method: str,
    url: str,
    *,
    provider: str,
    json: Mapping[str, Any] | None = None,
    data: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> requests.Response:
    """Return a provider's answer, its refusals included; ProviderAway when there is none, or only a server error."""
    try:
        response = requests.request(
            method,
            url,
            json=json,
            data=data,
            headers=dict(headers or {}),
            auth=auth,
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise ProviderAway(provider=provider) from error
    if response.status_code >= SERVER_ERRORS:
        raise ProviderAway(provider=provider)
    return response


def document(response: requests.Response, *, provider: str) -> dict[str, Any]:
    """Return an answer's JSON object; ProviderAway when it is none."""
    try:
        found = response.json()
    except requests.JSONDecodeError as error:
        raise ProviderAway(provider=provider) from error
    if not isinstance(found, dict):
        raise ProviderAway(provider=provider)
    return found
