"""The room's tables, a file per noun."""

from dure.rooms.catalog.models.acts import BulkAct, ProduceImport
from dure.rooms.catalog.models.cycles import Cycle, CycleStatus, Omission, Round, Supply, SupplyItem
from dure.rooms.catalog.models.kinds import Kind
from dure.rooms.catalog.models.listings import ListedLevel, ListedOffer
from dure.rooms.catalog.models.offers import Channel, Offer, OfferStatus
from dure.rooms.catalog.models.products import Photo, Product, ProductStatus, Variant
from dure.rooms.catalog.models.search import SearchEntry, SearchWord
from dure.rooms.catalog.models.stock import Level, Location, Lot, StockMove

__all__ = [
    "BulkAct",
    "Channel",
    "Cycle",
    "CycleStatus",
    "Kind",
    "Level",
    "ListedLevel",
    "ListedOffer",
    "Location",
    "Lot",
    "Offer",
    "OfferStatus",
    "Omission",
    "Photo",
    "ProduceImport",
    "Product",
    "ProductStatus",
    "Round",
    "SearchEntry",
    "SearchWord",
    "StockMove",
    "Supply",
    "SupplyItem",
    "Variant",
]
