"""Error pages: they stand without a database, in the reader's language, with a word to quote."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

CONTEXT = {"message": "That did not work.", "code": "crashed", "fields": {}, "may_retry": True, "sign_in_url": ""}


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
def test_a_page_for_every_status_asks_no_database(status):
    context = {**CONTEXT, "status": status, "back_url": "/kit/"}
    html = render_to_string("ui/refusal.html", context, RequestFactory().get("/"))
    assert "That did not work." in html
    assert f"crashed ({status})" in html


def test_a_page_stands_even_without_a_request():
    assert "<h1" in render_to_string("ui/refusal.html", {**CONTEXT, "status": 500, "back_url": ""})


@pytest.mark.parametrize(("language", "word"), [("ko", "다시 하기"), ("zh-hans", "再试一次"), ("en", "Try again")])
def test_it_offers_to_try_again_in_the_readers_language(language, word):
    with override(language):
        html = render_to_string(
            "ui/refusal.html", {**CONTEXT, "status": 503, "back_url": "/x"}, RequestFactory().get("/")
        )
    assert word in html


def test_what_was_sent_is_shown_as_text():
    context = {**CONTEXT, "status": 422, "back_url": "", "fields": {"name": ["<b>no</b>"]}}
    assert "<b>no</b>" not in render_to_string("ui/refusal.html", context, RequestFactory().get("/"))


def test_an_unknown_address_gets_the_lost_path(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "not_found" in response.content.decode()


def test_a_toast_lists_the_fields_sentences():
    html = render_to_string(
        "ui/_toast.html", {"message": "Look again.", "tone": "warning", "fields": {"a": ["Too long."]}}
    )
    assert "Look again." in html
    assert "Too long." in html


@pytest.mark.parametrize(("language", "word"), [("ko", "해결하러 가기"), ("zh-hans", "去解决"), ("en", "Put it right")])
def test_a_toast_leads_to_where_the_reason_is_put_right(language, word):
    context = {"message": "A licence is missing.", "tone": "warning", "fields": {}}
    with override(language):
        leading = render_to_string("ui/_toast.html", {**context, "remedy": "/catalog/licences/?licence=alcohol"})
        plain = render_to_string("ui/_toast.html", {**context, "remedy": ""})
    assert 'href="/catalog/licences/?licence=alcohol"' in leading
    assert word in leading
    assert "<a " not in plain
