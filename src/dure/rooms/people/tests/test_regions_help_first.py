"""The help-first list: what comes with the house, what staff note, and lists taken over."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from dure.kernel.errors import NotAllowed
from dure.kernel.http import HOUSE, STRANGER
from dure.kernel.ids import new_id
from dure.rooms.people import help_first_lists
from dure.rooms.people.errors import (
    LIST_PROBLEMS,
    HelpFirstWrong,
    ListIncomplete,
    ListUnreadable,
    MarkUnknown,
    RegionUnknown,
)
from dure.rooms.people.models import HelpFirst, Region
from dure.rooms.people.queries import regions as queries
from dure.rooms.people.services.help_first import (
    change_help_first,
    end_help_first,
    import_help_first,
    note_help_first,
    preview_help_first,
)

pytestmark = pytest.mark.usefixtures("regions")

OUTSIDE = Path(__file__).resolve().parents[6] / "shared/data-eval/geo/china_832_poverty_counties.csv"
FACTS = {"programme": "Test programme", "source": "a test", "year": 2026}
SMALL = (
    "code,name,year,source\n520422,普定县,2020,list A\n999999,无名县,2020,list A\n520422,普定县,2020,list A\n".encode()
)


def test_korea_comes_with_the_89_of_2021():
    counts = {
        queries.region(country="KR", code=code).name_ko: count
        for code, count in queries.help_first_counts(country="KR").items()
    }
    assert counts == {
        "부산광역시": 3,
        "대구광역시": 3,
        "인천광역시": 2,
        "경기도": 2,
        "강원특별자치도": 12,
        "충청북도": 6,
        "충청남도": 9,
        "전북특별자치도": 10,
        "전남광주통합특별시": 16,
        "경상북도": 15,
        "경상남도": 11,
    }
    assert len(queries.help_first_regions(country="KR")) == 89
    assert {(one.year, one.noted_by_id) for one in HelpFirst.objects.all()} == {(2021, None)}


def test_china_comes_without_a_list():
    assert queries.help_first_regions(country="CN") == []


def test_staff_note_change_and_end_a_mark_with_who_and_when(frozen_time):
    by = type(HOUSE)(person_id=new_id(), is_staff=True)
    mark = note_help_first(by=by, country="CN", code="520422", **FACTS)
    assert (mark.noted_by_id, mark.noted_at) == (by.person_id, frozen_time.moment)
    frozen_time.tick(days=1)
    other = type(HOUSE)(person_id=new_id(), is_staff=True)
    change_help_first(by=other, mark_id=mark.id, **(FACTS | {"source": "better"}), since=date(2026, 1, 1), until=None)
    mark.refresh_from_db()
    assert (mark.source, mark.noted_by_id, mark.noted_at) == ("better", other.person_id, frozen_time.moment)
    assert end_help_first(by=by, mark_ids=[mark.id], on=date(2026, 11, 22)) == 1
    assert queries.help_first_regions(country="CN") == []


def test_a_mark_counts_from_its_first_to_its_last_day(frozen_time):
    note_help_first(by=HOUSE, country="CN", code="520422", **FACTS, since=date(2026, 11, 23), until=date(2026, 11, 24))
    seen = []
    for _day in range(4):
        seen.append(len(queries.help_first_regions(country="CN")))
        frozen_time.tick(days=1)
    assert seen == [0, 1, 1, 0]


def test_refuses_strangers_and_changes_nothing():
    before = HelpFirst.objects.count()
    mark = HelpFirst.objects.first()
    for call in (
        lambda: note_help_first(by=STRANGER, country="CN", code="520422", **FACTS),
        lambda: change_help_first(by=STRANGER, mark_id=mark.id, **FACTS, since=None, until=None),
        lambda: end_help_first(by=STRANGER, mark_ids=[mark.id], on=date(2026, 1, 1)),
        lambda: import_help_first(by=STRANGER, content=SMALL, country="CN", programme="P", leave_out_unmatched=True),
    ):
        with pytest.raises(NotAllowed):
            call()
    mark.refresh_from_db()
    assert (HelpFirst.objects.count(), mark.until) == (before, None)


def test_refuses_a_second_equal_mark_missing_facts_and_unknown_regions():
    note_help_first(by=HOUSE, country="CN", code="520422", **FACTS)
    with pytest.raises(HelpFirstWrong):
        note_help_first(by=HOUSE, country="CN", code="520422", **FACTS)
    with pytest.raises(HelpFirstWrong) as refused:
        note_help_first(by=HOUSE, country="CN", code="520423", **(FACTS | {"programme": " "}))
    assert set(refused.value.fields) == {"programme"}
    with pytest.raises(HelpFirstWrong):
        note_help_first(by=HOUSE, country="CN", code="520423", **FACTS, since=date(2026, 2, 1), until=date(2026, 1, 1))
    with pytest.raises(RegionUnknown):
        note_help_first(by=HOUSE, country="CN", code="000000", **FACTS)
    with pytest.raises(MarkUnknown):
        change_help_first(by=HOUSE, mark_id=new_id(), **FACTS, since=None, until=None)
    assert HelpFirst.objects.filter(region__country="CN").count() == 1


def test_a_preview_writes_nothing_and_says_why_line_by_line():
    before = HelpFirst.objects.count()
    preview = preview_help_first(content=SMALL, country="CN")
    assert [(one.line.number, one.region.name_zh) for one in preview.matched] == [(2, "普定县")]
    assert [(line.number, reason) for line, reason in preview.unmatched] == [(3, "unknown"), (4, "twice")]
    assert (preview.match_percent, HelpFirst.objects.count()) == (33, before)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("520422,鼓楼区,,2020,s", "name_contradicts_code"),
        (",鼓楼区,,2020,s", "ambiguous"),
        (",普定县,,20,s", "year"),
        (",普定县,,2020,", "source"),
        (",,,2020,s", "unknown"),
    ],
)
def test_a_line_in_doubt_is_left_out_with_its_reason(line, reason):
    content = f"code,name,province,year,source\n{line}\n".encode()
    ((_line, found),) = preview_help_first(content=content, country="CN").unmatched
    assert found == reason
    with translation.override("ko"):
        assert str(LIST_PROBLEMS[found])


def test_a_province_beside_a_name_ends_the_doubt():
    content = "名称,省份,年份,来源\n鼓楼区,河南省,2020,s\n".encode("gb18030")
    assert [one.region.code for one in preview_help_first(content=content, country="CN").matched] == ["410204"]


def test_a_list_goes_in_whole_or_not_at_all():
    with pytest.raises(ListIncomplete):
        import_help_first(by=HOUSE, content=SMALL, country="CN", programme="P")
    assert not HelpFirst.objects.filter(programme="P").exists()
    done = import_help_first(by=HOUSE, content=SMALL, country="CN", programme="P", leave_out_unmatched=True)
    assert (done.added, done.renewed, done.left_out) == (1, 0, 2)
    again = import_help_first(by=HOUSE, content=SMALL, country="CN", programme="P", leave_out_unmatched=True)
    assert (again.added, again.renewed) == (0, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no_code_or_name"),
        (b"code\n", "empty"),
        (b"a,b\n1,2\n", "no_code_or_name"),
        (b"\xff\xfe\x00\x81", "not_text"),
        (b"code\n" + b"1\n" * 10_001, "too_long"),
        (b'code\n"' + b"x" * 140_000 + b'"\n', "not_csv"),
    ],
)
def test_refuses_what_is_not_a_list(content, reason):
    with pytest.raises(ListUnreadable) as refused:
        preview_help_first(content=content, country="CN")
    assert refused.value.facts["reason"] == reason


def test_a_list_may_lack_columns_and_have_a_mark_of_order():
    (line,) = help_first_lists.read("\ufeffCounty,YEAR\n普定县,2020\n".encode())
    assert (line.name, line.year, line.code, line.source, line.number) == ("普定县", "2020", "", "", 2)


def test_the_command_shows_first_and_writes_only_when_told(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(SMALL)
    shown = StringIO()
    call_command("import_help_first", str(file), programme="P", stdout=shown)
    assert "1 found, 2 not (33 %)" in shown.getvalue()
    assert not HelpFirst.objects.filter(programme="P").exists()
    with pytest.raises(CommandError):
        call_command("import_help_first", str(file), programme="P", confirm=True, stdout=shown)
    call_command("import_help_first", str(file), programme="P", confirm=True, leave_out_unmatched=True, stdout=shown)
    assert HelpFirst.objects.filter(programme="P").count() == 1
    with pytest.raises(CommandError):
        call_command("import_help_first", str(tmp_path / "none.csv"), programme="P")


def test_the_loading_command_says_how_much():
    said = StringIO()
    call_command("load_regions", stdout=said)
    assert f"{Region.objects.current().count()} regions" in said.getvalue()


def test_the_chinese_list_of_832_is_matched_where_it_is_at_hand():
    if not OUTSIDE.exists():
        pytest.skip("the list has no clear licence, does not come with the house, and is not on this machine")
    preview = preview_help_first(content=OUTSIDE.read_bytes(), country="CN", year=2014, source="State Council, 2014")
    wrong = [
        one for one in preview.matched if one.line.province != one.region.path and not one.region.path.startswith("CN/")
    ]
    assert wrong == []
    assert len(preview.matched) + len(preview.unmatched) == 832
    assert preview.match_percent >= 97, [(line.code, line.name, reason) for line, reason in preview.unmatched]
