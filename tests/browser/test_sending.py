"""Sending a film: over a line that is lost, after the page was closed, and what is told before a byte is sent."""

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av import VideoFrame
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Request, expect

from tests.browser.house import House
from tests.browser.people import People
from tests.browser.visitors import DESKTOP, LANGUAGES, Look, looking

pytestmark = pytest.mark.browser

PAGE = "/live/clips/new/"
SLOW_BYTES_S = 250_000
SIZE = (320, 240)
SOME_IS_THERE = "() => document.querySelector('[data-part=bar]').value > 8"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds of noise: a film of some megabytes."""
    return drawn(tmp_path_factory.mktemp("films") / "pears.mp4", seconds=6)


def drawn(path: Path, *, seconds: int, codec: str = "libx264", fps: int = 10) -> Path:
    """Draw a film of noise."""
    chance = random.Random(7)
    with av.open(str(path), "w", format="mp4") as made:
        picture = made.add_stream(codec, rate=fps, options={"qp": "14", "g": "10"})
        picture.width, picture.height, picture.pix_fmt = *SIZE, "yuv420p"
        for number in range(seconds * fps):
            frame = VideoFrame(*SIZE, "yuv420p")
            for plane in frame.planes:
                plane.update(chance.randbytes(plane.buffer_size))
            frame.pts, frame.time_base = number, Fraction(1, fps)
            made.mux(picture.encode(frame))
        made.mux(picture.encode(None))
    return path


@pytest.fixture
def farmer(browser: Browser, people: People, house: House) -> Iterator[BrowserContext]:
    """Bo's browser; nothing of his is on its way."""
    house.change("DELETE FROM stage_sending")
    with looking(browser, house.address, Look(language="en", screen=DESKTOP), state=people.state("bo")) as context:
        yield context
        house.change("DELETE FROM stage_sending")


class Line:
    """The line between a page and the house."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        """Take hold of it."""
        self._session: CDPSession = context.new_cdp_session(page)
        self._session.send("Network.enable")

    def be(self, *, bytes_s: int = -1, is_lost: bool = False) -> None:
        """Let so much through, or nothing."""
        how = {"offline": is_lost, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_s}
        self._session.send("Network.emulateNetworkConditions", how)


def choose(page: Page, film: Path, title: str = "Pears") -> None:
    """Choose a film and say what it is called."""
    page.goto(PAGE)
    page.locator("dure-film-drop[data-is=on]").wait_for()
    page.locator("input[type=file]").set_input_files(film)
    page.locator("[name=title]").fill(title)


def sent_pieces(page: Page) -> list[int]:
    """Collect where the pieces begin that a page sends."""
    begins: list[int] = []

    def hear(request: Request) -> None:
        if request.method == "PATCH":
            begins.append(int(request.headers["upload-offset"]))

    page.on("request", hear)
    return begins


def length_ms(house: House, page: Page) -> object:
    """Return how long the clip of a page is."""
    ((length,),) = house.rows(
        "SELECT duration_ms FROM stage_clip WHERE id = %s", page.url.rstrip("/").rsplit("/", 1)[-1]
    )
    return length


def test_a_lost_line_ends_nothing(farmer: BrowserContext, house: House, film: Path) -> None:
    page = farmer.new_page()
    line = Line(farmer, page)
    choose(page, film)
    begins = sent_pieces(page)
    line.be(bytes_s=SLOW_BYTES_S)
    page.locator("[data-part=send]").click()
    page.wait_for_function(SOME_IS_THERE)
    line.be(is_lost=True)
    expect(page.locator("[data-part=said]")).to_contain_text("The line is gone just now")
    line.be()
    page.locator("#clip-state video").wait_for()
    assert length_ms(house, page) == 6_000
    assert begins[0] == 0
    assert begins.count(0) == 1, "it does not begin anew"
    assert not house.rows("SELECT id FROM stage_sending WHERE received < size")


def test_a_film_that_was_begun_goes_on_when_it_is_chosen_again(
    farmer: BrowserContext, house: House, film: Path
) -> None:
    page = farmer.new_page()
    line = Line(farmer, page)
    choose(page, film, "Plums")
    line.be(bytes_s=SLOW_BYTES_S)
    page.locator("[data-part=send]").click()
    page.wait_for_function(SOME_IS_THERE)
    page.close()
    ((there,),) = house.rows("SELECT received FROM stage_sending")
    assert isinstance(there, int)
    assert 0 < there < film.stat().st_size
    later = farmer.new_page()
    choose(later, film, "Plums again")
    expect(later.locator("[data-part=begun]")).to_contain_text("You began to send this film")
    begins = sent_pieces(later)
    later.locator("[data-part=send]").click()
    later.locator("#clip-state video").wait_for()
    expect(later.locator("h1")).to_have_text("Plums again")
    assert length_ms(house, later) == 6_000
    assert begins[0] >= there


def test_sending_is_stopped_gone_on_with_and_given_up(farmer: BrowserContext, house: House, film: Path) -> None:
    page = farmer.new_page()
    line = Line(farmer, page)
    choose(page, film)
    line.be(bytes_s=SLOW_BYTES_S)
    page.locator("[data-part=send]").click()
    page.wait_for_function(SOME_IS_THERE)
    page.locator("[data-do=stop]").click()
    expect(page.locator("[data-part=fault]")).to_contain_text("is kept here for two days")
    page.locator("[data-part=send]").click()
    expect(page.locator("[data-part=said]")).to_contain_text("Being sent")
    page.locator("[data-do=stop]").click()
    line.be()
    page.locator("[data-part=give-up]").click()
    expect(page.locator("[data-part=give-up]")).to_be_hidden()
    expect(page.locator("[data-part=look]")).to_be_hidden()
    assert not house.rows("SELECT id FROM stage_sending")
    assert not list((house.folder.files / "clips").rglob("pieces"))


def wrong_films(folder: Path) -> dict[str, Path]:
    """Write what is no clip: by which fault it should be told."""
    Image.new("RGB", (64, 64)).save(folder / "photo.jpg")
    found = {name: folder / f"{name}.mp4" for name in ("kind", "empty", "large", "long")}
    found["kind"].write_bytes((folder / "photo.jpg").read_bytes())
    found["empty"].touch()
    with found["large"].open("wb") as large:
        large.write(b"\x00\x00\x00\x18ftypmp42")
        large.truncate(201 * 1024 * 1024)
    drawn(found["long"], seconds=62, fps=1)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_clip_is_told_before_a_byte_is_sent(
    browser: Browser, people: People, house: House, tmp_path: Path, language: str
) -> None:
    with looking(browser, house.address, Look(language=language), state=people.state("bo")) as context:
        page = context.new_page()
        page.goto(PAGE)
        drop, fault, send = (page.locator(each) for each in ("dure-film-drop", "[data-part=fault]", "[data-part=send]"))
        begins = sent_pieces(page)
        for name, path in wrong_films(tmp_path).items():
            page.locator("input[type=file]").set_input_files(path)
            expect(fault).to_have_text(drop.get_attribute(f"data-say-{name}") or "?")
            expect(send).to_be_disabled()
        assert begins == []
