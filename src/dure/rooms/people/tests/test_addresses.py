"""Addresses of Korea, China and elsewhere: read, checked, kept, written."""

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dure.rooms.people import addresses
from dure.rooms.people.addresses import PostalAddress, normalise, problems
from dure.rooms.people.errors import ADDRESS_PROBLEMS, AddressWrong
from dure.rooms.people.models import Address
from dure.rooms.people.queries.addresses import read_address
from dure.rooms.people.queries.regions import around
from dure.rooms.people.services.addresses import checked_address, keep_address, keep_checked, remove_addresses

SEOUL = PostalAddress(
    country="KR", region_code="11140", region_names=("서울특별시", "중구"), street="세종대로 110", postcode="04524"
)
KASHGAR = PostalAddress(
    country="CN", region_code="653101", region_names=("新疆维吾尔自治区", "喀什地区", "喀什市"), street="人民东路144号"
)
LINES = st.text(max_size=120)
COUNTRIES = st.sampled_from(["KR", "CN", "TW", "HK", "US", "kr", ""])


@pytest.mark.parametrize(
    "street",
    [
        "세종대로 110",
        "테헤란로14길 6",
        "월드컵북로54길 12-3",
        "중앙로 지하 55",
        "석적읍 강변대로 34",
        "장안구 수성로 1",
        "3.1대로 7",
        "가곡안길 12",
        "영통구 광교중앙로248번길 7-1",
        "상암동 1600",
        "삼산면 거문리 산 12-3",
        "효자동1가 123",
        "유가읍 봉리 산3번지",
        "명동2가 53-1",
        "덕진구 금암동 664-14",
        "4.19로 12",
        "왜관읍 군청1길 80",
    ],
)
def test_korean_road_and_lot_forms_are_taken(street):
    assert problems(replace(SEOUL, street=street)) == {}


@pytest.mark.parametrize(
    "street", ["서울역 앞", "110", "세종대로", "우리집", "테헤란로 백이십삼", "왜관읍", "Sejong-daero 110"]
)
def test_refuses_korean_lines_without_road_or_lot_number(street):
    assert problems(replace(SEOUL, street=street)) == {"street": "street_form_kr"}


@pytest.mark.parametrize(
    ("postcode", "code"),
    [
        ("04524", None),
        ("4524", "postcode_form"),
        ("100-101", "postcode_old"),
        ("100101", "postcode_old"),
        ("", "postcode_missing"),
        ("48058", "postcode_elsewhere"),
        ("ABCDE", "postcode_form"),
        ("00000", "postcode_elsewhere"),
    ],
)
def test_a_korean_postcode_has_five_digits_of_its_province(postcode, code):
    assert problems(replace(SEOUL, postcode=postcode)).get("postcode") == code


@pytest.mark.parametrize(
    "street", ["人民东路144号", "石门镇红旗村3组", "中关村大街27号", "建设路12弄5号", "阳光花园3栋", "第十四团十三连队"]
)
def test_chinese_streets_and_villages_are_taken(street):
    assert problems(replace(KASHGAR, street=street)) == {}


@pytest.mark.parametrize(
    ("postcode", "code"), [("844000", None), ("", None), ("84400", "postcode_form"), ("84400A", "postcode_form")]
)
def test_a_chinese_postcode_is_six_digits_or_left_out(postcode, code):
    assert problems(replace(KASHGAR, postcode=postcode)).get("postcode") == code


def test_refuses_chinese_lines_that_name_no_street_or_village():
    assert problems(replace(KASHGAR, street="我家")) == {"street": "street_form_cn"}


@pytest.mark.parametrize(
    ("country", "postcode", "is_fine"),
    [
        ("US", "94043", True),
        ("US", "94043-1351", True),
        ("US", "9404", False),
        ("HK", "", True),
        ("TW", "100", True),
        ("TW", "10", False),
        ("GB", "SW1A 1AA", True),
        ("JP", "100-0001", True),
        ("GB", "?!", False),
    ],
)
def test_elsewhere_addresses_are_free_with_known_postcode_forms_checked(country, postcode, is_fine):
    found = problems(normalise(PostalAddress(country=country, street="1 Main Street", postcode=postcode)))
    assert (found == {}) == is_fine


def test_every_problem_has_a_sentence_and_the_field_it_belongs_to():
    wrong = PostalAddress(country="korea", street="\u202e" * 3, detail="x" * 201, postcode="1" * 13)
    found = problems(wrong)
    assert set(found) == {"country", "street", "detail", "postcode"}
    assert set(found.values()) <= set(ADDRESS_PROBLEMS)


def test_a_street_naming_another_province_is_refused():
    there = replace(SEOUL, street="부산광역시 해운대구 센텀로 1")
    assert problems(there, elsewhere=["부산광역시", "부산"]) == {"street": "street_elsewhere"}


def test_what_people_repeat_before_the_street_is_dropped():
    typed = replace(SEOUL, street="서울특별시 중구  세종대로 110", postcode=" (04524) ")
    assert normalise(typed) == SEOUL


def test_full_width_letters_and_spaces_become_plain():
    typed = replace(KASHGAR, street="人民东路　１４４ 号", postcode="８４４０００")
    assert normalise(typed) == replace(KASHGAR, postcode="844000")


@given(country=COUNTRIES, street=LINES, detail=LINES, postcode=st.text(max_size=20))
def test_normalising_twice_changes_nothing_more(country, street, detail, postcode):
    once = normalise(
        PostalAddress(
            country=country, street=street, detail=detail, postcode=postcode, region_names=("경상북도", "칠곡군")
        )
    )
    assert normalise(once) == once


@given(
    country=COUNTRIES,
    street=LINES,
    detail=LINES,
    postcode=st.text(max_size=20),
    region=st.sampled_from(["", "11140", "653101"]),
)
def test_checking_never_crashes_and_speaks_known_words(country, street, detail, postcode, region):
    found = problems(
        normalise(PostalAddress(country=country, street=street, detail=detail, postcode=postcode, region_code=region))
    )
    assert set(found) <= {"country", "region", "street", "detail", "postcode"}
    assert set(found.values()) <= set(ADDRESS_PROBLEMS)


@given(st.text(alphabet=string.printable + "서울시로길동번지号路街", max_size=150), st.sampled_from(["KR", "CN", "US"]))
def test_taking_a_line_apart_loses_no_digit(line, country):
    postcode, rest = addresses.split_postcode(line, country)
    street, detail = addresses.split_street(rest, country)
    digits = [one for one in addresses.tidy(line) if one.isdigit()]
    assert sorted(one for one in postcode + street + detail if one.isdigit()) == sorted(digits)


@given(
    number=st.integers(1, 9999),
    road=st.text(alphabet="가나다라마바사아자차", min_size=1, max_size=6),
    postcode=st.integers(1000, 9999),
)
def test_a_written_korean_address_reads_back(number, road, postcode):
    address = replace(SEOUL, street=f"{road}로 {number}", detail="101동 202호", postcode=f"0{postcode}")
    head, tail = addresses.lines_of(address, language="ko", country_name="대한민국")
    found, rest = addresses.split_postcode(f"{head} {tail}", "KR")
    assert found == address.postcode
    assert addresses.split_street(rest.removeprefix("서울특별시 중구 "), "KR") == (address.street, address.detail)


def test_labels_follow_the_order_of_the_country_and_of_the_reader():
    chinese = replace(KASHGAR, postcode="844000", detail="3号楼")
    assert addresses.lines_of(chinese, language="zh-hans", country_name="中国") == [
        "844000 新疆维吾尔自治区喀什地区喀什市",
        "人民东路144号3号楼",
    ]
    assert addresses.lines_of(SEOUL, language="ko", country_name="대한민국") == [
        "(04524) 서울특별시 중구",
        "세종대로 110",
    ]
    english = replace(SEOUL, region_names=("Seoul", "Jung-gu"))
    assert addresses.lines_of(english, language="en", country_name="South Korea") == [
        "세종대로 110",
        "Jung-gu, Seoul 04524",
        "South Korea",
    ]


def test_a_lot_address_is_told_from_a_road_address():
    assert addresses.is_lot_address("상암동 1600")
    assert not addresses.is_lot_address("세종대로 110")


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("country", "line", "code", "street", "detail", "postcode"),
    [
        ("KR", "(04524) 서울특별시 중구 세종대로 110", "11140", "세종대로 110", "", "04524"),
        ("KR", "서울 마포구 월드컵북로 396, 누리꿈스퀘어 3층", "11440", "월드컵북로 396", "누리꿈스퀘어 3층", ""),
        (
            "KR",
            "경북 칠곡군 석적읍 강변대로 34 101동 202호 39911",
            "47850",
            "석적읍 강변대로 34",
            "101동 202호",
            "39911",
        ),
        ("KR", "경기도 수원시 장안구 수성로 1", "41110", "장안구 수성로 1", "", ""),
        ("KR", "세종특별자치시 한누리대로 2130", "36110", "한누리대로 2130", "", ""),
        ("KR", "전라남도 해남군 송지면 송호리 산 43-1", "12790", "송지면 송호리 산 43-1", "", ""),
        ("KR", "칠곡군 왜관읍 군청1길 80", "47850", "왜관읍 군청1길 80", "", ""),
        ("KR", "강원도 춘천시 중앙로 1", "51110", "중앙로 1", "", ""),
        ("CN", "新疆维吾尔自治区喀什地区喀什市人民东路144号 844000", "653101", "人民东路144号", "", "844000"),
        ("CN", "北京市海淀区中关村大街27号1101室", "110108", "中关村大街27号", "1101室", ""),
        ("CN", "广东省东莞市南城街道鸿福路99号", "441900", "南城街道鸿福路99号", "", ""),
        ("CN", "海南省五指山市通什镇解放路3号", "469001", "通什镇解放路3号", "", ""),
    ],
)
def test_a_pasted_line_is_taken_apart(country, line, code, street, detail, postcode):
    read = read_address(line=line, country=country)
    assert (read.region and read.region.code, read.street, read.detail, read.postcode) == (
        code,
        street,
        detail,
        postcode,
    )


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize("line", ["중구 세종대로 110", "어딘가 12", "", "인천광역시 중구 신포로 1"])
def test_a_line_in_doubt_names_no_city(line):
    read = read_address(line=line, country="KR")
    assert read.region is None or read.region.level == "province"


@pytest.mark.usefixtures("regions")
def test_a_good_address_is_kept_with_its_region():
    kept = keep_address(address=replace(SEOUL, street="서울특별시 중구 세종대로 110"))
    assert (kept.region.name_ko, kept.street, kept.postcode) == ("중구", "세종대로 110", "04524")
    remove_addresses(address_ids=[kept.id])
    assert not Address.objects.filter(id=kept.id).exists()


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"region_code": ""}, {"region": "region_missing"}),
        ({"region_code": "99999"}, {"region": "region_missing"}),
        ({"region_code": "11000"}, {"region": "region_too_wide"}),
        ({"street": "부산광역시 해운대구 센텀로 1"}, {"street": "street_elsewhere"}),
        ({"postcode": "48058"}, {"postcode": "postcode_elsewhere"}),
        ({"street": ""}, {"street": "street_missing"}),
    ],
)
def test_refuses_an_address_field_by_field_and_keeps_nothing(change, expected):
    with pytest.raises(AddressWrong) as refused:
        keep_address(address=replace(SEOUL, **change))
    assert refused.value.facts["problems"] == expected
    assert set(refused.value.fields) == set(expected)
    assert not Address.objects.exists()


@pytest.mark.usefixtures("regions")
def test_an_address_with_a_former_code_is_kept_under_the_code_of_today():
    plain, region = checked_address(
        address=PostalAddress(country="KR", region_code="46820", street="해남읍 군청길 4", postcode="59027")
    )
    assert (plain.region_code, region.name_ko) == ("12790", "해남군")


@pytest.mark.usefixtures("regions")
def test_a_line_is_read_in_one_statement_and_checked_without_another(django_assert_num_queries):
    with django_assert_num_queries(1):
        read = read_address(line="서울특별시 중구 세종대로 110", country="KR")
        written = replace(SEOUL, region_code=read.region.code, street=read.street)
        told = checked_address(address=written, around=read.around)
    with django_assert_num_queries(2):
        assert told == checked_address(address=written)


@pytest.mark.usefixtures("regions")
def test_what_lies_around_a_region_is_the_same_whoever_reads_it():
    read = read_address(line="서울특별시 중구 세종대로 110", country="KR")
    asked = around(region=read.region)
    assert (read.around.line, read.around.is_divided) == (asked.line, asked.is_divided)
    assert set(read.around.provinces) == set(asked.provinces)


@pytest.mark.usefixtures("regions")
def test_an_address_that_was_checked_is_kept_without_asking_again(django_assert_num_queries):
    checked = checked_address(address=replace(SEOUL, street="서울특별시 중구 세종대로 110"))
    with django_assert_num_queries(1):
        kept = keep_checked(checked=checked)
    kept.refresh_from_db()
    assert (kept.region, kept.street, kept.postcode) == (checked.region, "세종대로 110", "04524")
