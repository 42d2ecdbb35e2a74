"""Films sent in pieces: gone on with after a lost line, given up, forgotten, whole."""

from base64 import b64encode
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from dure.events.stage import ClipAsked
from dure.kernel.errors import NotFound, NotSignedIn, TooMany
from dure.kernel.http import STRANGER
from dure.kernel.ids import new_id
from dure.rooms.people import factories as people
from dure.rooms.people.services.memberships import leave
from dure.rooms.stage import errors, jobs, tus
from dure.rooms.stage.models import Clip, Sending
from dure.rooms.stage.models.clips import FILM_BYTES_MAX
from dure.rooms.stage.queries import about_me
from dure.rooms.stage.queries import sendings as queries
from dure.rooms.stage.services import retention, sendings
from dure.rooms.stage.services.clip_making import make_clip
from dure.rooms.stage.studio.tests.test_clips import film
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = pytest.mark.django_db
PIECE = sendings.PIECE_LEAST
FILM = (b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 1_000)[: 4 * PIECE + 100]
ADDRESS = "/api/clips/sendings"


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    """Files of this test only."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def begin(by, **words) -> Sending:
    """Begin to send the film."""
    return sendings.begin_sending(**{"by": by, "size": len(FILM), "title": "Pears", "name": "pears.mp4", **words})


def send(by, sending, begins: int, ends: int) -> Sending:
    """Send a piece of the film."""
    return sendings.add_piece(by=by, sending_id=sending.id, offset=begins, piece=FILM[begins:ends])


def kept(files: Path) -> list[str]:
    """Return which files there are."""
    return sorted(each.name for each in files.rglob("*") if each.is_file())


def test_a_film_in_pieces_becomes_a_clip(viewer, announced, files) -> None:
    """With the last piece it waits for the worker, under the id it was begun with; the row tells a sender so."""
    begun = begin(viewer, poster_ms=99_000)
    assert [each.id for each in queries.sendings_of(person_id=viewer.person_id)] == [begun.id]
    assert send(viewer, begun, 0, PIECE).received == PIECE
    assert (Clip.objects.count(), announced(ClipAsked)) == (0, None)
    assert send(viewer, begun, PIECE, 3 * PIECE).percent == 74
    send(viewer, begun, 3 * PIECE, 4 * PIECE)
    assert send(viewer, begun, 4 * PIECE, len(FILM)).is_whole
    clip = Clip.objects.get()
    assert (clip.id, clip.title, clip.person_id, clip.poster_ms) == (begun.id, "Pears", viewer.person_id, 60_000)
    assert (clip.status, clip.source, announced(ClipAsked).clip_id) == ("waiting", "upload", str(begun.id))
    assert queries.sendings_of(person_id=viewer.person_id) == []
    assert queries.sending_of(sending_id=begun.id, by=viewer).received == len(FILM)
    pieces = [(files / clip.upload / str(begins)).read_bytes() for begins in (0, PIECE, 3 * PIECE, 4 * PIECE)]
    assert b"".join(pieces) == FILM


def test_pieces_are_made_ready_as_one_film(viewer, files, django_capture_on_commit_callbacks) -> None:
    """As the worker does it with what came whole; the pieces are let go."""
    whole = film(files / "sent.mp4").read_bytes()
    begun = begin(viewer, size=len(whole))
    for begins in range(0, len(whole), PIECE):
        piece = whole[begins : begins + PIECE]
        sendings.add_piece(by=viewer, sending_id=begun.id, offset=begins, piece=piece)
    with django_capture_on_commit_callbacks(execute=True):
        made = make_clip(clip_id=begun.id)
    assert (made.status, made.width, made.upload) == ("ready", 320, "")
    assert kept(files / "clips") == ["film.mp4", "poster.jpg"]


def test_a_piece_goes_where_the_ones_before_it_end(viewer, trace, files) -> None:
    """Anywhere else nothing is taken, and the refusal says where to go on."""
    begun = begin(viewer)
    send(viewer, begun, 0, PIECE)
    before, files_before = trace(), kept(files)
    for offset in (0, PIECE - 1, PIECE + 1, len(FILM)):
        with pytest.raises(errors.WrongOffset) as refused:
            sendings.add_piece(by=viewer, sending_id=begun.id, offset=offset, piece=FILM[:PIECE])
        assert refused.value.facts == {"offset": PIECE}
    assert (trace(), kept(files)) == (before, files_before)


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, sendings.PIECE_MOST + 1])
def test_a_piece_has_its_least_and_its_most(viewer, trace, files, length) -> None:
    """And does not go beyond the end; the last one may be small."""
    begun = begin(viewer, size=sendings.PIECE_MOST * 2)
    before = trace()
    with pytest.raises(errors.PieceSize):
        sendings.add_piece(by=viewer, sending_id=begun.id, offset=0, piece=(FILM * 9)[:length])
    assert (trace(), kept(files)) == (before, [])
    small = begin(viewer, size=100)
    with pytest.raises(errors.PieceSize):
        sendings.add_piece(by=viewer, sending_id=small.id, offset=0, piece=FILM[:101])
    assert sendings.add_piece(by=viewer, sending_id=small.id, offset=0, piece=FILM[:100]).is_whole


def test_a_piece_that_was_kept_and_never_counted_is_written_anew(viewer, files) -> None:
    """A house that dies between the two leaves a file, of which nothing remains in the film."""
    begun = begin(viewer)
    default_storage.save(f"clips/{begun.id}/pieces/0", ContentFile(b"half a piece"))
    send(viewer, begun, 0, PIECE)
    assert kept(files) == ["0"]
    assert (files / "clips" / str(begun.id) / "pieces" / "0").read_bytes() == FILM[:PIECE]


def test_what_is_no_film_is_told_by_its_first_piece(viewer, trace, files) -> None:
    """Nobody sends 200 MB to hear it at the end."""
    begun = begin(viewer)
    before = trace()
    with pytest.raises(errors.NotAFilm):
        sendings.add_piece(by=viewer, sending_id=begun.id, offset=0, piece=b"\xff\xd8\xff" + bytes(PIECE))
    assert (trace(), kept(files)) == (before, [])


def test_what_cannot_be_sent_is_refused_before_a_byte_of_it(viewer, farm, trace) -> None:
    """Nobody in particular, nothing, too much, without a title, for others' organisations."""
    before = trace()
    refused = [
        (NotSignedIn, lambda: begin(STRANGER)),
        (errors.FilmEmpty, lambda: begin(viewer, size=0)),
        (errors.FilmTooLarge, lambda: begin(viewer, size=FILM_BYTES_MAX + 1)),
        (errors.TitleMissing, lambda: begin(viewer, title=" ")),
        (NotFound, lambda: begin(viewer, organisation_id=farm.id)),
    ]
    for reason, verb in refused:
        with pytest.raises(reason):
            verb()
    assert trace() == before


def test_a_few_films_on_their_way_at_once(viewer, host, trace) -> None:
    """Who has three sends one of them to its end, or gives one up; another person is not kept from it."""
    begun = [begin(viewer) for _number in range(sendings.OPEN_MAX)]
    before = trace()
    with pytest.raises(errors.TooManySendings):
        begin(viewer)
    assert trace() == before
    begin(host)
    sendings.give_up_sending(by=viewer, sending_id=begun[0].id)
    begin(viewer)


def test_so_many_films_a_day(viewer, trace) -> None:
    """Given up ones count."""
    for _number in range(20):
        sendings.give_up_sending(by=viewer, sending_id=begin(viewer).id)
    before = trace()
    with pytest.raises(TooMany):
        begin(viewer)
    assert trace() == before


def test_only_who_began_goes_on(viewer, host, trace, files) -> None:
    """Others do not even learn that it is there, nor does anybody of what is whole or gone."""
    begun = begin(viewer)
    whole = begin(viewer, size=100)
    sendings.add_piece(by=viewer, sending_id=whole.id, offset=0, piece=FILM[:100])
    before, files_before = trace(), kept(files)
    for by, sending_id in ((host, begun.id), (STRANGER, begun.id), (viewer, new_id())):
        for verb in (
            lambda by, of: sendings.add_piece(by=by, sending_id=of, offset=0, piece=FILM[:PIECE]),
            lambda by, of: sendings.give_up_sending(by=by, sending_id=of),
            lambda by, of: queries.sending_of(sending_id=of, by=by),
        ):
            with pytest.raises(errors.SendingNotFound):
                verb(by, sending_id)
    with pytest.raises(errors.SendingNotFound):
        sendings.give_up_sending(by=viewer, sending_id=whole.id)
    for by, sending_id in ((viewer, whole.id), (host, begun.id)):
        with pytest.raises(errors.SendingNotFound):
            sendings.change_sending(by=by, sending_id=sending_id, title="Plums")
    assert (trace(), kept(files)) == (before, files_before)


def test_who_left_the_farm_sends_nothing_for_it(dee, farm, trace, files) -> None:
    """Not even the rest of what was begun."""
    people.make_member(farm, dee)
    begun = begin(people.actor_of(dee, farm), organisation_id=farm.id, size=100)
    leave(by=people.actor_of(dee, farm), organisation_id=farm.id)
    before = trace()
    with pytest.raises(NotFound):
        sendings.add_piece(by=people.actor_of(dee), sending_id=begun.id, offset=0, piece=FILM[:100])
    assert trace() == before


def test_the_words_may_change_on_the_way(host, farm) -> None:
    """As the clip will have them."""
    begun = begin(host, size=100)
    sendings.change_sending(by=host, sending_id=begun.id, title="Plums", organisation_id=farm.id, poster_ms=700)
    sendings.add_piece(by=host, sending_id=begun.id, offset=0, piece=FILM[:100])
    clip = Clip.objects.get()
    assert (clip.title, clip.organisation_id, clip.poster_ms) == ("Plums", farm.id, 700)


def test_nothing_half_done_stays(viewer, files, frozen_time, django_capture_on_commit_callbacks) -> None:
    """After two days without a piece it goes with its files; of what is whole only the row; given up, at once."""
    left, given_up, whole = begin(viewer), begin(viewer), begin(viewer, size=100)
    send(viewer, left, 0, PIECE)
    send(viewer, given_up, 0, PIECE)
    sendings.add_piece(by=viewer, sending_id=whole.id, offset=0, piece=FILM[:100])
    with django_capture_on_commit_callbacks(execute=True):
        sendings.give_up_sending(by=viewer, sending_id=given_up.id)
    assert not (files / "clips" / str(given_up.id)).exists()
    frozen_time.tick(days=retention.SENDING_KEPT.days, minutes=-1)
    going_on = begin(viewer)
    jobs.remove_old_sendings()
    assert Sending.objects.count() == 3
    frozen_time.tick(minutes=2)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.remove_old_sendings()
    assert [each.id for each in Sending.objects.all()] == [going_on.id]
    assert [each.name for each in (files / "clips").iterdir()] == [str(whole.id)]
    assert Clip.objects.get().id == whole.id


def test_what_was_begun_is_told_and_forgotten_with_its_person(
    viewer, files, django_capture_on_commit_callbacks
) -> None:
    """It stands in their own file, and goes with them."""
    begun = begin(viewer)
    send(viewer, begun, 0, PIECE)
    (told,) = about_me.clips_of(person_id=viewer.person_id)
    assert (told["title"], told["name"], told["received"]) == ("Pears", "pears.mp4", PIECE)
    with django_capture_on_commit_callbacks(execute=True):
        retention.forget_person(person_id=viewer.person_id)
    assert (Sending.objects.count(), kept(files)) == (0, [])


def header(**words: str) -> str:
    """Write the words that go with a film."""
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in words.items())


def test_a_program_sends_in_pieces_as_tus_says(ana, files) -> None:
    """Begin, send, lose the line, ask, go on, give up."""
    client = browser_of(ana)
    speaks = {"Tus-Resumable": "1.0.0"}
    words = header(title="배 밭", filename="pears.mp4", fingerprint="1-2", poster_ms="500")
    about = {**speaks, "Upload-Length": str(len(FILM)), "Upload-Metadata": words}
    begun = client.post(ADDRESS, headers={**about, "Idempotency-Key": "k" * 20})
    assert (begun.status_code, begun["Tus-Resumable"], begun["Upload-Offset"]) == (201, "1.0.0", "0")
    again = client.post(ADDRESS, headers={**about, "Idempotency-Key": "k" * 20})
    assert (again["Location"], Sending.objects.count()) == (begun["Location"], 1)
    row = Sending.objects.get()
    assert (row.title, row.name, row.fingerprint, row.poster_ms) == ("배 밭", "pears.mp4", "1-2", 500)
    place = begun["Location"]
    assert place == f"{ADDRESS}/{row.id}"

    def patch(begins: int, ends: int, **more: str):
        heads = {**speaks, "Upload-Offset": str(begins), **more}
        return client.patch(place, FILM[begins:ends], content_type=tus.PIECE_KIND, headers=heads)

    sent = patch(0, PIECE)
    assert (sent.status_code, sent["Upload-Offset"], sent.content) == (204, str(PIECE), b"")
    asked = client.head(place, headers=speaks)
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, str(PIECE), str(len(FILM)))
    assert asked["Cache-Control"] == "no-store"
    assert "GMT" in asked["Upload-Expires"]
    wrong = patch(0, PIECE)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["offset"]) == (409, "wrong_offset", PIECE)
    (listed,) = client.get(ADDRESS).json()
    assert (listed["id"], listed["received"], listed["name"]) == (str(row.id), PIECE, "pears.mp4")
    assert patch(PIECE, len(FILM)).status_code == 204
    assert Clip.objects.get().id == row.id
    assert client.delete(place, headers=speaks).status_code == 404


def test_what_is_not_tus_is_refused(ana, trace, files) -> None:
    """Another version, another kind of body, words that cannot be read, a piece beyond the most, nobody signed in."""
    client = browser_of(ana)
    place = client.post(ADDRESS, headers={"Upload-Length": "100", "Upload-Metadata": header(title="Pears")})["Location"]
    before = trace()

    def patch(kind: str = tus.PIECE_KIND, by: Client = client, piece: bytes = FILM[:100], **heads: str) -> str:
        answer = by.patch(place, piece, content_type=kind, headers={"Upload-Offset": "0", **heads})
        return f"{answer.status_code} {answer.json()['code']}"

    assert patch(**{"Tus-Resumable": "0.2.2"}) == "412 tus_version"
    assert client.head(place, headers={"Tus-Resumable": "0.2.2"})["Tus-Version"] == "1.0.0"
    assert patch(kind="application/octet-stream") == "415 piece_kind"
    assert patch(piece=bytes(sendings.PIECE_MOST + 1)) == "413 too_large"
    assert patch(**{"Upload-Offset": "-1"}) == "422 malformed"
    assert patch(by=browser_of()) == "401 not_signed_in"
    for words in ("title !!", "title a b", header(title="Pears", poster_ms="soon"), header(filename="x"), "title /w=="):
        heads = {"Upload-Length": "100", "Upload-Metadata": words}
        assert client.post(ADDRESS, headers=heads).status_code == 422
    assert (trace(), kept(files)) == (before, [])


def test_a_page_shows_what_is_on_its_way_and_lets_it_go(ana, viewer, files) -> None:
    """With how much is here; giving it up needs no script."""
    client = browser_of(ana)
    begun = begin(viewer)
    send(viewer, begun, 0, 2 * PIECE)
    page = client.get("/live/clips/new/").content.decode()
    assert f'data-sending="{begun.id}"' in page
    assert "49 % of" in page
    answer = client.post(f"/live/clips/new/{begun.id}/end/", follow=True)
    assert "We threw away" in answer.content.decode()
    assert not Sending.objects.exists()
