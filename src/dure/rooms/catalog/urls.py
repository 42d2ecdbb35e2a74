"""Addresses of the catalog room. A seller's own pages lie under its organisation."""

from django.urls import path

from dure.rooms.catalog.views import cycles, fronts, imports, licences, offers, photos, products, stock

app_name = "catalog"
SELLER = "<uuid:organisation_id>/"
CYCLE = f"{SELLER}cycles/<uuid:cycle_id>/"
PRODUCT = f"{SELLER}products/<uuid:product_id>/"
urlpatterns = [
    path("photos/<uuid:key>/<slug:size>", photos.photo, name="photo"),
    path("cycles/", cycles.open_rounds, name="open_rounds"),
    path("cycles/<uuid:round_id>/", cycles.open_round, name="open_round"),
    path(SELLER, products.own_products, name="own_products"),
    path(f"{SELLER}bulk/", products.bulk_change, name="bulk_change"),
    path(f"{SELLER}holiday/", products.holiday, name="holiday"),
    path(f"{SELLER}bulk/<uuid:act_id>/undoing/", products.bulk_undoing, name="bulk_undoing"),
    path(f"{SELLER}cycles/", cycles.my_cycles, name="my_cycles"),
    path(f"{SELLER}cycles/new/", cycles.new_cycle, name="new_cycle"),
    path(CYCLE, cycles.cycle, name="cycle"),
    path(f"{CYCLE}closing/", cycles.cycle_closing, name="cycle_closing"),
    path(f"{CYCLE}copy/", cycles.cycle_copy, name="cycle_copy"),
    path(f"{CYCLE}hubs/", cycles.cycle_hub, name="cycle_hub"),
    path(f"{CYCLE}opening/", cycles.cycle_opening, name="cycle_opening"),
    path(f"{CYCLE}producers/", cycles.cycle_producer, name="cycle_producer"),
    path(f"{CYCLE}supplies/<uuid:supply_id>/", cycles.cycle_goods, name="cycle_goods"),
    path(f"{SELLER}rounds/<uuid:round_id>/", cycles.round_agreement, name="round_agreement"),
    path(f"{SELLER}supplies/<uuid:supply_id>/", cycles.supply, name="supply"),
    path(f"{SELLER}imports/", imports.own_imports, name="own_imports"),
    path(f"{SELLER}imports/sample.<str:ending>", imports.sample, name="import_sample"),
    path(f"{SELLER}imports/<uuid:import_id>/", imports.produce_import, name="produce_import"),
    path(f"{SELLER}imports/<uuid:import_id>/bringing-in/", imports.bringing_in, name="import_bringing_in"),
    path(f"{SELLER}imports/<uuid:import_id>/undoing/", imports.undoing, name="import_undoing"),
    path(f"{SELLER}front/", fronts.front_products, name="front_products"),
    path(f"{SELLER}licences/", licences.licences, name="licences"),
    path(f"{SELLER}locations/", stock.own_locations, name="own_locations"),
    path(f"{SELLER}locations/<uuid:location_id>/closing/", stock.location_closing, name="location_closing"),
    path(f"{SELLER}new/", products.new_product, name="new_product"),
    path(f"{SELLER}offers/<int:offer_id>/price/", offers.offer_price, name="offer_price"),
    path(f"{SELLER}offers/<int:offer_id>/status/", offers.offer_status, name="offer_status"),
    path(f"{SELLER}offers/<int:offer_id>/terms/", offers.offer_terms, name="offer_terms"),
    path(f"{SELLER}photos/<uuid:photo_id>/change/", products.photo_change, name="photo_change"),
    path(PRODUCT, products.product, name="product"),
    path(f"{PRODUCT}photos/", products.product_photos, name="product_photos"),
    path(f"{PRODUCT}sizes/new/", products.new_size, name="new_size"),
    path(f"{PRODUCT}status/", products.product_status, name="product_status"),
    path(f"{PRODUCT}words/", products.product_words, name="product_words"),
    path(f"{SELLER}stock/", stock.stock, name="stock"),
    path(f"{SELLER}stock/<int:level_id>/", stock.level, name="level"),
    path(f"{SELLER}stock/<int:level_id>/offers/new/", offers.new_offer, name="new_offer"),
]
