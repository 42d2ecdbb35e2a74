"""Addresses of the dispatch room."""

from django.urls import path

from dure.rooms.dispatch.views import driving, hubs, packing, printing, scanning, tracking

app_name = "dispatch"
ORGANISATION = "<uuid:organisation_id>/"
SHIPMENT = f"{ORGANISATION}shipments/<uuid:shipment_id>/"
HUB = f"{ORGANISATION}hubs/<uuid:hub_id>/"
RUN = f"{ORGANISATION}waybills/<uuid:run_id>/"
LIST = "lists/<slug:which>.<slug:form>"
urlpatterns = [
    path("", tracking.home, name="home"),
    path("driving/", driving.driving, name="driving"),
    path("driving/setting-out/", driving.setting_out, name="setting_out"),
    path("driving/asking/", driving.asking, name="asking"),
    path("driving/<uuid:driver_id>/stopping/", driving.stopping, name="stopping"),
    path("drivers/", hubs.house_drivers, name="house_drivers"),
    path("today/", tracking.today, name="today"),
    path("paper/", tracking.paper_saved, name="paper_saved"),
    path("proofs/<uuid:event_id>/<str:name>", tracking.proof_picture, name="proof_picture"),
    path("scanning/", scanning.scanning, name="scanning"),
    path("scanning/scan/", scanning.scanned, name="scanned"),
    path("stops/<uuid:shipment_id>/", driving.stop, name="stop"),
    path("stops/<uuid:shipment_id>/handing-over/", driving.handing_over, name="handing_over"),
    path("stops/<uuid:shipment_id>/mishap/", driving.missing, name="missing"),
    path("told/<uuid:event_id>/taking-back/", driving.taking_back, name="taking_back"),
    path("track/<str:tracking_key>/", tracking.track, name="track"),
    path("track/<str:tracking_key>/trace.jsonld", tracking.track_trace, name="track_trace"),
    path(f"{ORGANISATION}packing/", packing.packing, name="packing"),
    path(f"{ORGANISATION}packing/packed/", packing.packed, name="packed"),
    path(f"{ORGANISATION}{LIST}", printing.farm_list, name="farm_list"),
    path(SHIPMENT, packing.shipment, name="shipment"),
    path(f"{SHIPMENT}boxes/", packing.splitting, name="splitting"),
    path(f"{SHIPMENT}turning/", packing.turning, name="turning"),
    path(f"{SHIPMENT}trace.jsonld", packing.trace_file, name="trace_file"),
    path(f"{ORGANISATION}waybills/", printing.waybills, name="waybills"),
    path(RUN, printing.run, name="run"),
    path(f"{RUN}progress/", printing.run_progress, name="run_progress"),
    path(f"{RUN}file/", printing.run_file, name="run_file"),
    path(f"{ORGANISATION}hubs/", hubs.hub_list, name="hubs"),
    path(f"{ORGANISATION}hubs/new/", hubs.new_hub, name="new_hub"),
    path(HUB, hubs.hub, name="hub"),
    path(f"{HUB}details/", hubs.hub_details, name="hub_details"),
    path(f"{HUB}closing/", hubs.hub_closing, name="hub_closing"),
    path(f"{HUB}{LIST}", printing.hub_list, name="hub_list"),
    path(f"{ORGANISATION}drivers/<uuid:driver_id>/approval/", hubs.driver_approval, name="driver_approval"),
    path(f"{ORGANISATION}drivers/<uuid:driver_id>/ending/", hubs.driver_ending, name="driver_ending"),
]
