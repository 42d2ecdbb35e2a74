"""Screening: what may not be sold is found however it is written, and look-alikes are left alone."""

import pytest
from django.utils import translation

from dure.rooms.trust.errors import BannedTrade, LicenceNeeded
from dure.rooms.trust.queries.trades import listed, screen
from dure.rooms.trust.screening import plain
from dure.rooms.trust.services.trades import demand_allowed
from dure.rooms.trust.trade import LICENCES
from dure.rooms.trust.trades import BY_CODE, TRADES

FOUND = {
    "뱀술 팝니다": "wildlife_meat",
    "자연산 뱀을 팔아요": "wildlife_meat",
    "뱀 탕": "wildlife_meat",
    "新鲜蛇肉": "wildlife_meat",
    "穿山甲": "wildlife_medicine",
    "Snake wine 1L": "wildlife_meat",
    "국산웅담": "wildlife_medicine",
    "웅.담": "wildlife_medicine",
    "웅 담 있어요": "wildlife_medicine",
    "BEAR BILE": "wildlife_medicine",
    "ｂｅａｒ　ｂｉｌｅ": "wildlife_medicine",
    "tiger bones": "wildlife_medicine",
    "상아를 팝니다": "wildlife_parts",
    "ivory carving": "wildlife_parts",
    "象牙手镯": "wildlife_parts",
    "鱼\u200b翅": "wildlife_sea",
    "담배 한 보루": "tobacco",
    "수제맥주": "alcohol",
    "소주 2병": "alcohol",
    "항생제 주사": "medicine",
    "농약 500ml": "pesticide",
}
HARMLESS = (
    *(
        "뱀딸기 모종",
        "뱀장어 구이",
        "민물뱀장어",
        "뱀부 행주",
        "곰탕",
        "곰취 나물",
        "박쥐나물",
        "상아색 접시",
        "밥상 아래 상자",
    ),
    *(
        "항상 아침에 따요",
        "세상아",
        "총각무",
        "대마도 여행",
        "마약옥수수",
        "담배상추 모종",
        "예술 기술 입술",
        "채소주스 팩",
    ),
    *(
        "최소주문 2개",
        "맥주보리",
        "막걸리식초",
        "무농약 쌀",
        "농약을 치지 않은 배추",
        "잔류 농약 불검출",
        "무항생제 달걀",
    ),
    *("蛇果 5kg", "蛇莓", "蝙蝠衫", "麝香葡萄", "象牙芒果", "虎皮青椒", "手枪腿", "鱼翅瓜", "不打农药的白菜", "啤酒鸭"),
    *("antibiotic-free eggs", "No pesticides used", "snake gourd", "ivory mango", "Wine vinegar", "shark fin melon"),
    *("musk melon", "firecracker plant", "해남 배추 절임", "밤고구마 5kg", "洛川苹果", ""),
)


@pytest.mark.parametrize(("text", "code"), FOUND.items(), ids=FOUND)
def test_finds_a_trade_however_it_is_written(text, code):
    assert code in [finding.code for finding in screen(texts=["해남 새벽들 농장", text])]


@pytest.mark.parametrize("text", HARMLESS)
def test_leaves_look_alikes_alone(text):
    assert screen(texts=[text]) == []


def test_wildlife_comes_first_and_names_its_source():
    with pytest.raises(BannedTrade) as refused, translation.override("en"):
        demand_allowed(texts=["담배", "웅담"])
    assert refused.value.facts["trade"] == "wildlife_medicine"
    assert "CITES" in str(refused.value.facts["source"])
    with translation.override("ko"):
        assert "웅담" in refused.value.message


def test_a_licence_opens_a_restricted_trade_but_never_a_ban():
    demand_allowed(texts=["수제맥주"], licences={"alcohol"})
    with pytest.raises(LicenceNeeded) as refused:
        demand_allowed(texts=["수제맥주"], licences={"medicine"})
    assert refused.value.facts["licence_code"] == "alcohol"
    with pytest.raises(BannedTrade):
        demand_allowed(texts=["뱀술"], licences=set(LICENCES))


def test_every_rule_is_told_in_three_languages_with_a_source():
    for trade in TRADES:
        assert {*trade.names} == {*trade.rule} == {"ko", "zh-hans", "en"}, trade.code
        assert trade.sources, trade.code
        assert not trade.licence or trade.licence in LICENCES
    assert len(BY_CODE) == len(TRADES) == len(listed())


def test_no_harmless_word_is_there_for_nothing():
    """A harmless word contains a term of its own line; else it says nothing."""
    for trade in TRADES:
        terms = [plain(term.lstrip("=^")) for term in trade.terms]
        idle = [word for word in trade.harmless if not any(term in plain(word) for term in terms)]
        assert idle == [], trade.code


def test_the_list_is_public_and_says_whether_a_text_may_stand(db, client):
    page = client.get("/trust/trades/", {"text": "뱀술"}).content.decode()
    assert "CITES" in page
    assert "뱀술" in page
    assert client.get("/api/trades").json()[0]["code"] == "wildlife_meat"
    found = client.post("/api/trades/screening", {"texts": ["웅담"]}, content_type="application/json").json()
    assert [each["code"] for each in found] == ["wildlife_medicine"]
