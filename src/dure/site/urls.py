"""Every address of the house: one line per room."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from dure.kernel.api import api
from dure.rooms.catalog.api import router as catalog_router
from dure.rooms.dispatch.api import router as dispatch_router
from dure.rooms.giving.api import router as giving_router
from dure.rooms.inbox.api import router as inbox_router
from dure.rooms.ledger.api import router as ledger_router
from dure.rooms.market.api import router as market_router
from dure.rooms.merchants.api import router as merchants_router
from dure.rooms.people.api import router as people_router
from dure.rooms.stage.api import router as stage_router
from dure.rooms.trust.api import router as trust_router
from dure.site.back_office import close_lists_of_packages

api.add_router("", dispatch_router)
api.add_router("", giving_router)
api.add_router("", inbox_router)
api.add_router("", catalog_router)
api.add_router("", ledger_router)
api.add_router("", market_router)
api.add_router("", merchants_router)
api.add_router("", people_router)
api.add_router("", stage_router)
api.add_router("", trust_router)

close_lists_of_packages()


def health(_request: HttpRequest) -> HttpResponse:
    """Answer that this process can serve; the supervisor and load balancers ask."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("api/", api.urls),
    path("back-office/", admin.site.urls),
    path("sign/", include("allauth.urls")),
    path("", include("dure.rooms.ledger.urls")),
    path("", include("dure.rooms.people.urls")),
    path("", include("dure.ui.urls")),
    path("", include("dure.rooms.trust.urls")),
    path("", include("dure.rooms.merchants.urls")),
    path("dispatch/", include("dure.rooms.dispatch.urls")),
    path("catalog/", include("dure.rooms.catalog.urls")),
    path("giving/", include("dure.rooms.giving.urls")),
    path("market/", include("dure.rooms.market.urls")),
    path("inbox/", include("dure.rooms.inbox.urls")),
    path("live/", include("dure.rooms.stage.urls")),
    path("", include("dure.rooms.web.urls")),
]

handler400 = "dure.kernel.refusals.bad_request"
handler403 = "dure.kernel.refusals.not_allowed"
handler404 = "dure.kernel.refusals.not_found"
handler500 = "dure.kernel.refusals.crashed"
