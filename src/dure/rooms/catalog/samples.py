"""The list a seller can start from: heads and three rows in the reader's language. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

ENDINGS: Final = ("csv", "xlsx")

SAMPLES: Final[Mapping[str, Sequence[Sequence[str]]]] = {
    "ko": (
        ("품명", "품목", "규격", "가격", "수량", "포장", "등급", "산지", "수확일", "유통기한", "설명"),
        ("햇부사", "사과", "5kg", "32,000원", "40", "상자", "특", "윗마을", "2026-10-20", "2026-12-20",
         "아침에 딴 사과입니다."),
        ("꿀고구마", "고구마", "3kg", "15,000원", "60", "상자", "상", "바닷가 밭", "2026-10-02", "", ""),
        ("유정란", "달걀", "30개", "12,000원", "25", "판", "", "", "", "2026-12-01", ""),
    ),
    "zh": (
        ("名称", "种类", "规格", "价格", "数量", "包装", "等级", "产地", "采收日期", "保质期至", "说明"),
        ("红富士", "苹果", "5公斤", "58.00", "40", "箱", "特级", "上村", "2026-10-20", "2026-12-20", "清晨采摘。"),
        ("蜜薯", "红薯", "3公斤", "26.80", "60", "箱", "一级", "海边地", "2026-10-02", "", ""),
        ("土鸡蛋", "鸡蛋", "30个", "39.90", "25", "箱", "", "", "", "2026-12-01", ""),
    ),
    "en": (
        ("Name", "Kind", "Size", "Price", "Stock", "Package", "Grade", "Village", "Harvested", "Best before", "Story"),
        ("Fuji apples", "Apples", "5 kg", "32000", "40", "box", "best", "Upper village", "2026-10-20", "2026-12-20",
         "Picked in the morning."),
        ("Honey sweet potatoes", "Sweet potatoes", "3 kg", "15000", "60", "box", "good", "Field by the sea",
         "2026-10-02", "", ""),
        ("Free-range eggs", "Eggs", "30 pc", "12000", "25", "tray", "", "", "", "2026-12-01", ""),
    ),
}  # fmt: skip


def sample_rows(language: str) -> Sequence[Sequence[str]]:
    """Return the sample list for a reader of this language."""
    return SAMPLES.get(language[:2], SAMPLES["en"])
