"""Safe repeats: the same key does the work once and answers the same; another request under it is refused."""

import threading
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from django.test import Client

from dure.kernel import clock
from dure.kernel.idempotency import KEPT_FOR
from dure.kernel.models import KeptReply, RateWindow
from dure.kernel.testing import StoppedClock

KEY = "a-key-of-sixteen-or-more"


def light(client: Client, name: str = "porch", key: str = KEY, **more: object) -> tuple[int, dict[str, object]]:
    headers = {"Idempotency-Key": key} if key else {}
    response = client.post("/api/lamps", {"name": name, **more}, content_type="application/json", headers=headers)
    return response.status_code, response.json()


def counted(name: str = "porch") -> int:
    return sum(RateWindow.objects.filter(key__endswith=f":{name}").values_list("count", flat=True))


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(program: Client) -> None:
    first, second = light(program), light(program)

    assert first == second
    assert counted() == 1


def test_without_a_key_every_request_counts(program: Client) -> None:
    assert light(program, key="") != light(program, key="")
    assert counted() == 2


def test_a_key_with_other_contents_is_refused_and_changes_nothing(program: Client) -> None:
    light(program)
    status, body = light(program, brightness=9)

    assert (status, body["code"]) == (HTTPStatus.CONFLICT, "key_reused")
    assert counted() == 1


def test_a_refused_request_keeps_nothing_and_may_be_tried_again(program: Client) -> None:
    assert light(program, "broken")[1]["code"] == "basket_empty"
    assert not KeptReply.objects.exists()
    assert counted("broken") == 0

    assert light(program, "mended")[0] == HTTPStatus.OK


@pytest.mark.parametrize("key", ["short", "x" * 129, "bad\tcharacters-in-here"])
def test_a_malformed_key_is_refused(program: Client, key: str) -> None:
    status, body = light(program, key=key)

    assert (status, body["code"]) == (HTTPStatus.BAD_REQUEST, "key_malformed")
    assert counted() == 0


def test_a_key_is_forgotten_in_time(program: Client, frozen_time: StoppedClock) -> None:
    light(program)
    frozen_time.move_to(clock.now() + KEPT_FOR + timedelta(minutes=1))

    assert light(program, brightness=9)[0] == HTTPStatus.OK


def test_a_form_sent_twice_is_done_once_and_leads_to_the_same_page(visitor: Client) -> None:
    form = {"name": "porch", "idempotency_key": KEY}

    first, second = visitor.post("/once", form), visitor.post("/once", form)

    assert first["Location"] == second["Location"]
    assert second["Idempotency-Replayed"] == "true"
    assert counted() == 1


def test_the_forms_field_brings_a_fresh_key_each_time() -> None:
    template = Template("{% load once %}{% once_field %}")

    one, other = template.render(Context()), template.render(Context())
    assert 'name="idempotency_key"' in one
    assert one != other


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_it_once(addresses: None) -> None:
    answers: list[tuple[int, dict[str, object]]] = []

    def send() -> None:
        answers.append(light(Client()))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({str(answer) for answer in answers}) == 1
    assert counted() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_takes_too_long_tells_the_other_to_wait(addresses: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dure.kernel.idempotency.WAIT", "100ms")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_keptreply VALUES ('strangers', %s, '', NULL, '{}', '', now() + interval '1 day')",
                [KEY],
            )
            held.set()
            done.wait(10)
            transaction.set_rollback(True)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    status, body = light(Client())
    done.set()
    thread.join()

    assert (status, body["code"]) == (HTTPStatus.CONFLICT, "key_busy")
    assert counted() == 0
