"""The look's own pages: preferences, the kit, licences, and what keeps working without a line."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import activate, check_for_language, get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import Refusal
from dure.ui import preferences as choices
from dure.ui.build import asset_url, shell, version
from dure.ui.kit import page as kit_page


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a change of theme, size, low data or language, and go back to where it was asked for."""
    wanted = request.POST.dict()
    chosen = choices.changed(choices.read(request.COOKIES), wanted)
    language = wanted.get("language", "")
    response = HttpResponseRedirect(_way_back(request))
    choices.write(response, chosen, is_secure=request.is_secure())
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        _set_language(response, language, is_secure=request.is_secure())
    if settings.PREFERENCES_KEEPER:
        import_string(settings.PREFERENCES_KEEPER)(request, chosen, language)
    return response


def _set_language(response: HttpResponse, language: str, *, is_secure: bool) -> None:
    """Keep the language in Django's own cookie, which LocaleMiddleware reads."""
    activate(language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=choices.YEAR_S, samesite="Lax", secure=is_secure
    )


def _way_back(request: HttpRequest) -> str:
    """Return where the person came from, if that is ours."""
    back = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_ours else "/"


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """Every component, with how to call it."""
    return render(request, "ui/kit.html", kit_page())


@require_POST
def kit_refusal(_request: HttpRequest) -> HttpResponse:
    """Refuse, so that the kit can show what a refusal looks like."""
    raise Refusal


@require_POST
def kit_toast(request: HttpRequest) -> HttpResponse:
    """Answer an htmx request with good news."""
    response = render(request, "ui/_toast.html", {"message": gettext("Kept."), "tone": "success"})
    response["HX-Retarget"] = "#toasts"
    response["HX-Reswap"] = "beforeend"
    return response


@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """What the house is made of and under which licences."""
    return render(request, "ui/licences.html")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page shown when the line is down, in all languages at once: nobody can choose one then."""
    return render(request, "ui/offline.html")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it lives at the root so that it may serve every page."""
    context = {
        "version": version(),
        "shell": [*shell(), reverse("ui:offline")],
        "offline": reverse("ui:offline"),
        "name": gettext("Dure"),
        "icon": static("ui/build/icon-192.png"),
    }
    return render(request, "ui/sw.js", context, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def manifest(_request: HttpRequest) -> JsonResponse:
    """The web application's manifest, in the reader's language."""
    icon = {"type": "image/png", "purpose": "any"}
    document = {
        "id": "/",
        "name": gettext("Dure: a market worked together"),
        "short_name": gettext("Dure"),
        "description": gettext("Dure connects farms, neighbours and helping hands."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf5e9",
        "theme_color": "#faf5e9",
        "icons": [
            icon | {"src": static("ui/build/icon-192.png"), "sizes": "192x192"},
            icon | {"src": static("ui/build/icon-512.png"), "sizes": "512x512"},
            icon | {"src": static("ui/build/icon-maskable-512.png"), "sizes": "512x512", "purpose": "maskable"},
            {"src": asset_url("logo.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
        ],
    }
    return JsonResponse(document, content_type="application/manifest+json")
