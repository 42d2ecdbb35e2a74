"""Staff keep the help-first list in the back office; the carried regions stay as they are."""

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from dure.rooms.people.factories import make_person, make_staff, sign_in_of
from dure.rooms.people.models import HelpFirst, Person, Region

pytestmark = pytest.mark.usefixtures("regions")

IMPORT = "/back-office/people/helpfirst/import/"
SMALL = "code,name,year,source\n520422,普定县,2020,list A\n999999,无名县,2020,list A\n".encode()


def client_of(person: Person) -> Client:
    """A browser in which the person is signed in, with a second step for those who need one."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(sign_in_of(person))
    session = client.session
    request = RequestFactory().get("/")
    request.session = session
    record_authentication(request, sign_in_of(person), "mfa", type="totp")
    session.save()
    return client


def english(person: Person) -> Person:
    """Let the person read English, as the expectations here do."""
    Person.objects.filter(id=person.id).update(language="en")
    return person


@pytest.fixture
def staff(regions: None) -> Client:
    return client_of(english(make_staff()))


def upload() -> dict[str, object]:
    """What the page of a list is filled with."""
    return {"file": SimpleUploadedFile("list.csv", SMALL), "country": "CN", "programme": "P", "source": "", "year": ""}


def test_staff_see_marks_and_regions_but_cannot_change_a_region(staff):
    assert staff.get("/back-office/people/helpfirst/").status_code == 200
    assert "Ulleung-gun" in staff.get("/back-office/people/region/", {"q": "울릉"}).content.decode()
    ulleung = Region.objects.get(code="47940")
    answer = staff.post(f"/back-office/people/region/{ulleung.id}/change/", {"name_ko": "바꿈"})
    ulleung.refresh_from_db()
    assert (answer.status_code, ulleung.name_ko) == (403, "울릉군")


def test_staff_note_a_mark_signed_with_who_and_when():
    person = make_staff()
    region = Region.objects.get(code="520422")
    facts = {"region": region.id, "programme": "P", "source": "s", "year": "2026", "since": "", "until": ""}
    assert client_of(person).post("/back-office/people/helpfirst/add/", facts).status_code == 302
    mark = HelpFirst.objects.get(programme="P")
    assert (mark.region, mark.noted_by_id) == (region, person.id)


def test_staff_end_marks_today_and_none_is_deleted(staff):
    mark = HelpFirst.objects.get(region__code="47940")
    chosen = {"action": "end_today", "_selected_action": [str(mark.id)]}
    assert staff.post("/back-office/people/helpfirst/", chosen).status_code == 302
    mark.refresh_from_db()
    assert mark.until is not None
    assert staff.post(f"/back-office/people/helpfirst/{mark.id}/delete/", {"post": "yes"}).status_code == 403


def test_a_list_is_shown_first_and_written_when_confirmed(staff):
    shown = staff.post(IMPORT, upload())
    page = shown.content.decode()
    assert "1 found, 1 not found (50 %)" in page
    assert "We do not know a region of this code or name." in page
    assert not HelpFirst.objects.filter(programme="P").exists()
    form = shown.context["form"]
    again = {
        "content": form.content_again(),
        "confirmed": "1",
        "country": "CN",
        "programme": "P",
        "source": "",
        "year": "",
    }
    assert staff.post(IMPORT, again).status_code == 302
    assert HelpFirst.objects.filter(programme="P").count() == 1


@pytest.mark.parametrize("content", ["", "!!!", "YSxiCjEsMgo="])
def test_refuses_a_confirmation_without_a_list(staff, content):
    answer = staff.post(IMPORT, {"content": content, "confirmed": "1", "country": "CN", "programme": "P"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not HelpFirst.objects.filter(programme="P").exists()


def test_who_may_only_look_cannot_take_over_a_list():
    auditor = client_of(make_staff("auditor"))
    assert auditor.post(IMPORT, upload()).status_code == 403
    assert client_of(make_person()).post(IMPORT, upload()).status_code == 403
    assert not HelpFirst.objects.filter(programme="P").exists()
