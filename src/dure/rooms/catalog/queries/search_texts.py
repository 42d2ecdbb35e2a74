"""What is said about products in the three languages, as search looks at it: names, kinds, seller, region, story."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from dure.rooms.catalog import lexemes, spelling
from dure.rooms.catalog.models import Kind, Lot, Product, ProductStatus, SearchWord
from dure.rooms.people.queries import regions

LANGUAGES: Final = ("ko", "zh", "en")
WORD_LENGTH_MIN: Final = 2
REGION_ENDINGS: Final = {
    "ko": ("특별자치도", "특별자치시", "특별시", "광역시", "도", "시", "군", "구"),
    "zh": ("省", "市", "县", "区"),
}
"""What people leave out of a region's name."""

Sort = SearchWord.Sort


@dataclass(frozen=True)
class Name:
    """A name that may be offered or proposed: its language is empty where we do not know it."""

    text: str
    language: str
    sort: str
    tile: str = ""


@dataclass(frozen=True, kw_only=True)
class ProductTexts:
    """A listed product and everything search has to know about it."""

    product_id: UUID
    organisation_id: UUID
    kind_path: str
    region_path: str
    is_help_first: bool
    listed_at: datetime
    names: tuple[Name, ...]
    document: str


def listed_texts(*, product_ids: Iterable[UUID]) -> list[ProductTexts]:
    """Return the texts of those of the products that are listed, in a constant number of queries."""
    products = list(
        Product.objects.filter(id__in=list(product_ids), status=ProductStatus.LISTED)
        .select_related("organisation__region", "kind")
        .order_by("id")
    )
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    places = _Places(products)
    villages = _villages(products)
    return [_texts(product, kinds, places, villages.get(product.id, [])) for product in products]


class _Places:
    """The regions of the products' sellers, with what lies above them and who is to be helped first."""

    def __init__(self, products: list[Product]) -> None:
        found = {product.organisation.region for product in products if product.organisation.region}
        self.above = {region.id: [*region.above_in_country, region] for region in regions.know_above(found=list(found))}
        ids = {one.id for line in self.above.values() for one in line}
        self.marked = set(regions.active_marks().filter(region_id__in=ids).values_list("region_id", flat=True))

    def line_of(self, product: Product) -> list[Any]:
        """Return the regions the seller lies in, the widest first."""
        return self.above.get(product.organisation.region_id, [])  # type: ignore[arg-type]  # None has no line

    def is_help_first(self, product: Product) -> bool:
        """Whether the seller's region, or one above it, is marked today."""
        return any(one.id in self.marked for one in self.line_of(product))


def _villages(products: list[Product]) -> dict[UUID, list[str]]:
    """Return the villages named by the products' lots."""
    ids = [product.id for product in products]
    lots = Lot.objects.filter(variant__product_id__in=ids).exclude(village="")
    found: dict[UUID, list[str]] = {}
    for product_id, village in lots.values_list("variant__product_id", "village").distinct():
        found.setdefault(product_id, []).append(village)
    return found


def _texts(product: Product, kinds: dict[str, Kind], places: _Places, villages: list[str]) -> ProductTexts:
    """Return the texts of one product."""
    kind, line = kinds[product.kind_id], places.line_of(product)
    groups = [name for code in kind.path.split("/")[:-1] if code in kinds for name in _kind_names(kinds[code])]
    own, seller, region = _product_names(product), _seller_names(product), _region_names(line)
    parts = {
        "A": _joined(own),
        "B": _joined(_kind_names(kind)),
        "C": _joined([*groups, *seller, *region]) + " " + " ".join(villages),
        "D": product.story,
    }
    return ProductTexts(
        product_id=product.id,
        organisation_id=product.organisation_id,
        kind_path=kind.path,
        region_path=line[-1].path if line else "",
        is_help_first=places.is_help_first(product),
        listed_at=product.created_at,
        names=tuple(dict.fromkeys([*_kind_names(kind), *groups, *seller, *region, *_words(own)])),
        document=lexemes.document(parts),
    )


def _joined(names: Iterable[Name]) -> str:
    """Return the names as one text."""
    return " ".join(name.text for name in names)


def _product_names(product: Product) -> list[Name]:
    """Return a product's names, the one everybody knows last."""
    said = [(getattr(product, f"name_{language}"), language) for language in LANGUAGES]
    return [Name(text, language, Sort.WORD) for text, language in [*said, (product.name, "")] if text]


def _words(names: Iterable[Name]) -> Iterator[Name]:
    """Return the single words of names."""
    for name in names:
        for word in spelling.words_of(name.text):
            if len(word) >= WORD_LENGTH_MIN and not word.isdigit():
                yield Name(word, _language_of(word), Sort.WORD)


def _kind_names(kind: Kind) -> list[Name]:
    """Return what a kind of goods is called."""
    said = [Name(getattr(kind, f"name_{language}"), language, Sort.KIND, kind.tile) for language in LANGUAGES]
    return [*said, *(Name(text, _language_of(text), Sort.KIND, kind.tile) for text in kind.other_names)]


def _seller_names(product: Product) -> list[Name]:
    """Return what the seller is called."""
    seller = product.organisation
    said = [(getattr(seller, f"name_{language}"), language) for language in LANGUAGES]
    own = (seller.name, _language_of(seller.name))
    return list(dict.fromkeys(Name(text, language, Sort.SELLER) for text, language in [*said, own] if text))


def _region_names(line: Iterable[Any]) -> list[Name]:
    """Return what the regions are called, whole and without their ending."""
    found: list[Name] = []
    for region in line:
        for language in LANGUAGES:
            if text := getattr(region, f"name_{language}"):
                found += [Name(short, language, Sort.REGION) for short in {text, _without_ending(text, language)}]
    return found


def _without_ending(name: str, language: str) -> str:
    """Return a region's name as people say it: 해남 for 해남군; a name of two syllables stays whole."""
    for ending in REGION_ENDINGS.get(language, ()):
        if name.endswith(ending) and len(name) - len(ending) >= WORD_LENGTH_MIN:
            return name.removesuffix(ending)
    return name


def _language_of(text: str) -> str:
    """Return the language a name is most likely in, by its letters."""
    words = spelling.words_of(text)
    if any(spelling.is_hangul(word) for word in words):
        return "ko"
    return "zh" if any(spelling.is_han(word) for word in words) else "en"
