"""Which column of a seller's list says what, recognised by its head in three languages. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        "name", "product", "product name", "item", "품명", "상품명", "상품", "제품명", "이름", "품목명", "名称",
        "品名", "商品", "商品名称", "产品", "产品名称",
    ),
    "kind": (
        "kind", "category", "type", "kind of goods", "crop", "품목", "종류", "분류", "작물", "类别", "品类",
        "种类", "分类", "作物",
    ),
    "price": (
        "price", "unit price", "price of one", "cost", "가격", "단가", "판매가", "금액", "판매가격", "价格",
        "单价", "售价", "价钱",
    ),
    "size": (
        "size", "pack size", "weight", "spec", "how much is in one", "amount", "규격", "중량", "용량", "단위중량",
        "포장단위", "규격중량", "规格", "重量", "净含量", "包装规格",
    ),
    "unit": (
        "unit", "units", "단위", "单位",
    ),
    "count": (
        "count", "stock", "quantity", "qty", "on hand", "available", "how many", "수량", "재고", "재고수량",
        "개수", "물량", "数量", "库存", "库存数量", "件数",
    ),
    "package": (
        "package", "packaging", "pack", "포장", "포장방법", "포장재", "包装", "包装方式",
    ),
    "grade": (
        "grade", "quality", "class", "등급", "품질", "等级", "级别",
    ),
    "village": (
        "village", "origin", "place", "farm", "마을", "산지", "원산지", "생산지", "产地", "村", "原产地",
    ),
    "harvested_on": (
        "harvested", "harvest date", "harvested on", "수확일", "수확", "생산일", "제조일", "采收日期", "采摘日期",
        "生产日期", "收获日期",
    ),
    "best_before": (
        "best before", "good until", "use by", "expiry", "expires", "유통기한", "소비기한", "기한", "保质期至",
        "保质期", "有效期", "到期日",
    ),
    "label": (
        "lot", "lot number", "batch", "로트", "로트번호", "이력번호", "批号", "批次",
    ),
    "story": (
        "story", "description", "about", "note", "notes", "설명", "소개", "비고", "상품설명", "描述", "说明",
        "介绍", "备注",
    ),
    "per_buyer_limit": (
        "limit", "limit per buyer", "max per buyer", "구매제한", "1인한도", "인당한도", "限购", "每人限购",
    ),
}  # fmt: skip
"""What a list may say, and how columns that say it are headed."""

NEEDED: Final = ("price",)
HEAD_ROWS_LOOKED_AT: Final = 10
HEADS_MIN: Final = 2
_SIGNS: Final = re.compile(r"[\s_\-/·:*()（）\[\]【】]+")
_PARENTHESES: Final = re.compile(r"[(（\[【].*?[)）\]】]")


def plain(head: str) -> str:
    """Return a head as heads are compared: one width, one case, without signs and spaces."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", head).casefold())


_KNOWN: Final = {plain(alias): field for field, aliases in FIELDS.items() for alias in aliases}


def field_of(head: str) -> str:
    """Return what a column with this head says; "" where we do not know."""
    return _KNOWN.get(plain(head)) or _KNOWN.get(plain(_PARENTHESES.sub("", head))) or ""


def guess_columns(heads: Sequence[str]) -> dict[str, int]:
    """Return the column of each field that a head tells; the first of several wins."""
    columns: dict[str, int] = {}
    for position, head in enumerate(heads):
        field = field_of(head)
        if field:
            columns.setdefault(field, position)
    return columns


def head_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which row holds the heads: the one of the first ten that tells the most, else the first."""
    told = [len(guess_columns(row)) for row in rows[:HEAD_ROWS_LOOKED_AT]]
    best = max(told, default=0)
    return told.index(best) if best >= HEADS_MIN else 0
