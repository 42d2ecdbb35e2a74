"""Banks that payouts can go to, and what an account number there looks like. Pure.

Korean codes are those of the interbank network (three digits); Chinese ones the first three of a CNAPS number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dure.kernel.text import plain_digits


@dataclass(frozen=True)
class Bank:
    """A bank: the country it is in, its clearing code, and its names."""

    country: str
    clearing: str
    name_ko: str
    name_zh: str
    name_en: str

    @property
    def code(self) -> str:
        """The code by which this house knows it: `KR-011`."""
        return f"{self.country}-{self.clearing}"

    def name_in(self, language: str) -> str:
        """Return the bank's name for a reader of this language."""
        return {"ko": self.name_ko, "zh-hans": self.name_zh}.get(language, self.name_en)


BANKS: Final[tuple[Bank, ...]] = (
    Bank("KR", "011", "NH농협은행", "NH农协银行", "NH NongHyup Bank"),
    Bank("KR", "012", "지역 농·축협", "地区农畜协", "Local NongHyup"),
    Bank("KR", "007", "수협은행", "水协银行", "Suhyup Bank"),
    Bank("KR", "071", "우체국", "韩国邮政", "Korea Post"),
    Bank("KR", "045", "새마을금고", "新村金库", "MG Community Credit"),
    Bank("KR", "048", "신협", "信协", "Credit Union (Shinhyup)"),
    Bank("KR", "004", "KB국민은행", "KB国民银行", "KB Kookmin Bank"),
    Bank("KR", "088", "신한은행", "新韩银行", "Shinhan Bank"),
    Bank("KR", "020", "우리은행", "友利银行", "Woori Bank"),
    Bank("KR", "081", "하나은행", "韩亚银行", "Hana Bank"),
    Bank("KR", "003", "IBK기업은행", "IBK企业银行", "Industrial Bank of Korea"),
    Bank("KR", "002", "KDB산업은행", "KDB产业银行", "Korea Development Bank"),
    Bank("KR", "023", "SC제일은행", "SC第一银行", "SC First Bank"),
    Bank("KR", "031", "iM뱅크", "iM银行", "iM Bank"),
    Bank("KR", "032", "부산은행", "釜山银行", "Busan Bank"),
    Bank("KR", "034", "광주은행", "光州银行", "Kwangju Bank"),
    Bank("KR", "035", "제주은행", "济州银行", "Jeju Bank"),
    Bank("KR", "037", "전북은행", "全北银行", "Jeonbuk Bank"),
    Bank("KR", "039", "경남은행", "庆南银行", "Kyongnam Bank"),
    Bank("KR", "050", "저축은행", "储蓄银行", "Savings banks"),
    Bank("KR", "064", "산림조합", "山林组合", "Forestry Co-operative"),
    Bank("KR", "089", "케이뱅크", "K银行", "K bank"),
    Bank("KR", "090", "카카오뱅크", "Kakao银行", "KakaoBank"),
    Bank("KR", "092", "토스뱅크", "Toss银行", "Toss Bank"),
    Bank("CN", "102", "중국공상은행", "中国工商银行", "ICBC"),
    Bank("CN", "103", "중국농업은행", "中国农业银行", "Agricultural Bank of China"),
    Bank("CN", "104", "중국은행", "中国银行", "Bank of China"),
    Bank("CN", "105", "중국건설은행", "中国建设银行", "China Construction Bank"),
    Bank("CN", "301", "교통은행", "交通银行", "Bank of Communications"),
    Bank("CN", "308", "초상은행", "招商银行", "China Merchants Bank"),
    Bank("CN", "402", "농촌신용사", "农村信用社", "Rural Credit Co-operatives"),
    Bank("CN", "403", "우정저축은행", "中国邮政储蓄银行", "Postal Savings Bank of China"),
)
BY_CODE: Final[Mapping[str, Bank]] = {bank.code: bank for bank in BANKS}
LENGTHS: Final[Mapping[str, range]] = {"KR": range(10, 17), "CN": range(12, 22)}
"""How many digits an account number has, by country."""


def banks_of(country: str) -> list[Bank]:
    """Return the banks of a country, those farmers use most first."""
    return [bank for bank in BANKS if bank.country == country]


def read_number(typed: str) -> str:
    """Return the digits of an account number as people write it: spaces and dashes gone, full-width made plain."""
    return re.sub(r"[\s\-‐-―.]", "", plain_digits(typed))


def is_number(number: str, country: str) -> bool:
    """Whether digits can be an account number in a country."""
    return number.isascii() and number.isdigit() and len(number) in LENGTHS[country]
