"""Words are spelt the way they are typed and sound; slips are counted; rankings become one."""

import pytest

from dure.rooms.catalog import lexemes, nearness, rankings, spelling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("배추", "베추"),
        ("배추", "qocn"),
        ("계란", "게란"),
        ("白菜", "白才"),
        ("白菜", "baicai"),
        ("Tomatoes", "tomato"),
        ("peaches", "Peach"),
        ("berries", "berry"),
        ("ｃａｆé", "cafe"),
    ],
)
def test_what_sounds_or_types_alike_is_spelt_alike(one: str, other: str) -> None:
    assert spelling.spelt(one) == spelling.spelt(other)


@pytest.mark.parametrize(("one", "other"), [("쌀", "살"), ("꿀", "굴"), ("감", "김"), ("배", "밤"), ("红", "黄")])
def test_what_is_another_thing_is_spelt_otherwise(one: str, other: str) -> None:
    assert spelling.spelt(one) != spelling.spelt(other)


def test_half_a_syllable_begins_the_whole_one() -> None:
    assert spelling.spelt("배추").startswith(spelling.spelt("배ㅊ"))
    assert spelling.spelt("배추").startswith(spelling.spelt("뱇"))


def test_words_end_where_the_script_changes() -> None:
    assert spelling.words_of("해남배추3포기 山东apple!") == ["해남배추", "3", "포기", "山东", "apple"]


def test_first_letters_are_known_in_korean_and_chinese() -> None:
    assert spelling.initials_of("배추") == spelling.initials_of("ㅂㅊ") == "qc"
    assert spelling.initials_of("白菜") == "bc"
    assert spelling.is_initials(spelling.words_of("ㅂㅊ")[0])
    assert not spelling.is_initials(spelling.words_of("배ㅊ")[0])


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("pear", "pear", 0), ("pear", "paer", 1), ("pear", "per", 1), ("pear", "pears", 1), ("abc", "", 3)],
)
def test_counts_the_slips_between_two_spellings(one: str, other: str, slips: int) -> None:
    assert nearness.slips_between(one, other) == nearness.slips_between(other, one) == slips


def test_takes_the_nearest_and_commonest_or_nothing() -> None:
    names = [("apple", 3, "apple"), ("ample", 9, "ample"), ("maple", 1, "maple")]

    assert nearness.nearest("aple", names) == "ample"
    assert nearness.nearest("appel", names) == "apple"
    assert nearness.nearest("xyzzy", names) is None
    assert nearness.nearest("pea", [("pee", 1, "pee")]) is None


def test_what_several_rankings_found_comes_first() -> None:
    assert rankings.merged([(["a", "b", "c"], 1.0), (["c", "d"], 1.0)])[0] == "c"
    assert rankings.merged([(["a"], 0.1), (["b"], 1.0)]) == ["b", "a"]
    assert rankings.merged([]) == []


def test_nothing_typed_can_end_a_literal() -> None:
    assert lexemes.quoted("it's \\ all") == "'it''s \\\\ all'"


def test_a_name_weighs_more_than_its_tail_and_the_story() -> None:
    found = lexemes.document({"A": "겨울배추", "D": "배추 이야기"})
    weights = dict(each.rsplit(":", 1) for each in found.split(" "))

    assert weights["'RUDNFQOCN'"] == "1A"
    assert weights["'QOCN'"] == "1B"
    assert weights["'=QOCN'"] == "1D"
