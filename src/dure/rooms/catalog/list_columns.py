"""Which column of a seller's list says what, recognised by its head in three languages. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        "상품명", "품명", "제품명", "商品名称", "产品名称", "名称", "品名", "product name", "item name", "name",
        "상품", "이름", "품목명", "농산물명", "농산물", "农产品名称", "农产品", "商品", "产品", "菜名", "单品名称",
        "货品名称", "product", "item", "title", "goods", "item zh", "item ko", "item en", "produce",
    ),
    "kind": (
        "품목", "kind of goods", "kind", "crop", "commodity", "작물", "작물명", "종류", "品类", "种类", "作物",
        "品目", "类别", "分类", "분류", "부류", "부류명", "소분류", "중분류", "category", "categories",
        "product type", "type", "分类名称",
        "类别名称", "category zh", "category name", "group", "group name",
    ),
    "variety": (
        "품종", "품종명", "variety", "cultivar", "品种", "品种名称", "kind name",
    ),
    "price": (
        "판매가", "판매가격", "판매단가", "소매가", "소매가격", "售价", "销售价", "销售价格", "零售价", "零售价格",
        "retail price", "sale price", "selling price", "price of one", "가격", "단가", "price", "unit price", "价格",
        "单价", "价钱", "희망가격", "희망가", "직거래가", "직거래가격", "정가", "공급가", "공급가격", "공급단가",
        "출하가", "출하가격", "供货价", "出售价", "market price", "市场价", "도매가", "도매가격", "批发价",
        "批发价格", "wholesale price", "wholesale", "cost", "금액", "판매금액", "金额", "소매", "도매", "零售",
        "批发", "variant price", "regular price", "price each", "list price", "값", "경락가", "경락가격", "낙찰가",
        "당일", "당일가격",
        "금일", "금일가격", "오늘가격", "今日价格", "今日价", "当日价格", "平均价", "平均价格", "均价", "avg price",
        "average price", "평균가", "평균가격", "平均", "평균", "mostly high price", "high price", "low price",
    ),
    "size": (
        "규격", "pack size", "size", "how much is in one", "포장규격", "판매규격", "거래규격", "단위규격",
        "규격중량", "规格", "包装规格", "净含量", "净重", "중량", "단위중량", "무게", "용량", "포장단위", "판매단위",
        "거래단위", "weight", "net weight", "spec", "重量", "每份", "amount", "volume", "retail size", "sales unit",
        "option1 value", "variant grams",
    ),
    "unit": (
        "단위", "unit", "units", "unit type", "单位", "计量单位", "retail unit",
    ),
    "count": (
        "재고", "재고수량", "재고량", "수량", "판매가능수량", "가능수량", "판매수량", "공급가능량", "공급량",
        "출하량", "출하물량", "보유수량", "물량", "개수", "count", "stock", "quantity", "qty", "on hand",
        "available", "available quantity", "variant inventory qty", "stock quantity", "잔량", "거래량", "반입량",
        "现货量",
        "how many", "inventory", "库存", "库存数量", "库存量", "数量", "可供数量",
        "供应量", "件数",
    ),
    "package": (
        "포장", "포장방법", "포장재", "포장형태", "package", "packaging", "pack", "package type", "variant unit name",
        "包装", "包装方式",
        "包装类型",
    ),
    "grade": (
        "등급", "품질", "grade", "quality", "class", "等级", "级别", "品质",
    ),
    "village": (
        "마을", "산지", "생산지", "원산지", "재배지", "재배지역", "지역", "village", "origin", "place", "farm",
        "region", "growing area", "产地", "村", "原产地", "来源", "来源地", "地区",
    ),
    "harvested_on": (
        "수확일", "수확일자", "수확날짜", "수확", "수확예정일", "생산일", "생산일자", "제조일", "제조일자", "출하일",
        "출하일자", "harvested", "harvest date", "harvested on", "harvest", "harvest day", "picked", "picked on",
        "采收日期", "采收日", "采收时间", "采摘日期", "采摘时间", "采摘日", "生产日期", "收获日期", "上市时间",
        "上市日期",
    ),
    "best_before": (
        "소비기한", "유통기한", "기한", "보관기한", "best before", "best by", "good until", "use by", "use by date",
        "expiry", "expiry date", "expires", "expiration", "expiration date", "shelf life", "保质期至", "保质期",
        "有效期", "到期日", "保存期", "到期日期",
    ),
    "label": (
        "로트", "로트번호", "이력번호", "lot", "lot number", "batch", "批号", "批次",
    ),
    "story": (
        "설명", "상품설명", "상세설명", "소개", "상품소개", "특징", "비고", "메모", "story", "description",
        "body html", "body", "about",
        "note", "notes", "remarks", "memo", "描述", "说明", "介绍", "简介", "备注", "特点",
    ),
    "per_buyer_limit": (
        "구매제한", "1인한도", "인당한도", "1인당구매제한", "최대구매수량", "limit", "limit per buyer",
        "max per buyer", "限购", "每人限购", "限购数量",
    ),
}  # fmt: skip
"""What a list may say, and how columns that say it are headed: where several do, the earlier word wins."""

HEAD_ROWS_LOOKED_AT: Final = 20
HEADS_MIN: Final = 2
_SIGNS: Final = re.compile(r"[\s_\-/·:*.,()（）\[\]【】<>「」]+")
_PARENTHESES: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_NOTES: Final = re.compile(r"[(（\[【](.*?)[)）\]】]")
_MEASURES: Final = (
    "원|천원|만원|krw|won|₩|元|万元|cny|rmb|yuan|¥|円|usd|\\$|kg|g|㎏|mg|t|ml|l|킬로|그램|斤|公斤|千克|克|吨|升|毫升|"
    "개|상자|박스|箱|个|盒|袋|box|boxes|ea|grams|pcs|lb|oz"
)
_TAIL: Final = re.compile(rf"(?:^|[\s_\-/,:]|per|每)\s*(?:in\s+)?({_MEASURES})\s*$")


def plain(head: str) -> str:
    """Return a head as heads are compared: one width, one case, without signs and spaces."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", head).casefold())


_KNOWN: Final = {plain(alias): (field, rank) for field, aliases in FIELDS.items() for rank, alias in enumerate(aliases)}


def field_of(head: str) -> str:
    """Return what a column with this head says; "" where we do not know."""
    return _recognised(head)[0]


def note_of(head: str) -> str:
    """Return what a head says beside its word, in brackets or at its end: the "원/kg" of “가격(원/kg)”; "" for none."""
    written = unicodedata.normalize("NFKC", head).casefold()
    found: list[str] = [note.strip() for note in _NOTES.findall(written) if note.strip()]
    if found:
        return found[0]
    _bare, tail = _without_measures(written)
    return tail


def guess_columns(heads: Sequence[str]) -> dict[str, int]:
    """Return the column of each field that a head tells; of several the one that fits best."""
    best: dict[str, tuple[int, int]] = {}
    for position, head in enumerate(heads):
        field, rank = _recognised(head)
        if field and (rank, position) < best.get(field, (rank + 1, 0)):
            best[field] = rank, position
    return {field: position for field, (_rank, position) in best.items()}


def heads_told(row: Sequence[str]) -> int:
    """Return how many fields a row tells, if it is the row of heads."""
    return len(guess_columns(row))


def head_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which row holds the heads: the one of the first twenty that tells the most, else the first."""
    told = [heads_told(row) for row in rows[:HEAD_ROWS_LOOKED_AT]]
    best = max(told, default=0)
    return told.index(best) if best >= HEADS_MIN else 0


def joined_heads(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """Return the heads of two rows as one where the second goes on with the first (가격 over 도매, 소매), else None."""
    width = max(len(upper), len(lower))
    above, below = [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))]
    goes_on = any(under != over and field_of(under) for over, under in zip(above, below, strict=True))
    if not goes_on or any(has_digits(cell) for cell in below):
        return None
    return [under or over for over, under in zip(above, below, strict=True)]


def _recognised(head: str) -> tuple[str, int]:
    """Return field and rank of a head: as it is, without brackets, or without the measures at its end."""
    written = unicodedata.normalize("NFKC", head).casefold()
    bare = _PARENTHESES.sub(" ", written)
    for form in (written, bare, _without_measures(bare)[0], _without_measures(written)[0]):
        if found := _KNOWN.get(plain(form)):
            return found
    return "", 0


def _without_measures(head: str) -> tuple[str, str]:
    """Return a head without the currency and units at its end (price_krw_kg), and these."""
    rest, taken = head.strip(), []
    while (found := _TAIL.search(rest)) and found.start() > 0:
        taken.append(found.group(1))
        rest = rest[: found.start()].strip()
    return rest, "/".join(reversed(taken))


def has_digits(cell: str) -> bool:
    """Whether a cell tells a number."""
    return any(sign.isdigit() for sign in cell)
