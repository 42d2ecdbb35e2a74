"""Every address of the house: one line per room."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def health(_request: HttpRequest) -> HttpResponse:
    """Answer that this process can serve; the supervisor and load balancers ask."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("back-office/", admin.site.urls),
    path("", include("dure.rooms.web.urls")),
]
