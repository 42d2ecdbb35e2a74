"""The back office's look (django-unfold), in the tokens of `ui/frontend/src/styles/tokens.css`."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from dure.site.back_office_places import PLACES

BACK_OFFICE_LOOK: dict[str, Any] = {
    "SITE_TITLE": _("Dure back office"),
    "SITE_HEADER": _("Dure back office"),
    "SITE_SYMBOL": "handshake",
    "SITE_URL": "/",
    "SITE_LOGO": lambda _request: static("ui/build/logo.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("ui/build/logo.svg")},
    ],
    "STYLES": [lambda _request: static("site/back_office.css")],
    "SCRIPTS": [lambda _request: static("site/back_office.js")],
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": reverse_lazy("ui:preferences")},
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "dure.site.back_office.first_page",
    "COMMAND": {"search_models": True, "show_history": False},
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": PLACES},
    "BORDER_RADIUS": "10px",
    # Paper and ink as the base, pine as the one accent.
    "COLORS": {
        "base": {
            "50": "#fffdf8",
            "100": "#faf5e9",
            "200": "#f1e9d8",
            "300": "#e2d7c1",
            "400": "#aea28d",
            "500": "#6b604f",
            "600": "#544b3e",
            "700": "#3b3528",
            "800": "#2a261d",
            "900": "#201d16",
            "950": "#16140f",
        },
        "primary": {
            "50": "#f3f8f0",
            "100": "#e5eee0",
            "200": "#c9dcc2",
            "300": "#a3d3a6",
            "400": "#6fae7c",
            "500": "#4f9d69",
            "600": "#2a6340",
            "700": "#23553a",
            "800": "#1d4a2f",
            "900": "#1d3a27",
            "950": "#122519",
        },
        "font": {
            "subtle-light": "#6b604f",
            "subtle-dark": "#aea28d",
            "default-light": "#544b3e",
            "default-dark": "#d0c5b0",
            "important-light": "#26211a",
            "important-dark": "#f4eddd",
        },
    },
}
