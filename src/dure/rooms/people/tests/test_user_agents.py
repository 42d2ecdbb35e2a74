"""Browsers are named in words."""

import pytest

from dure.rooms.people.user_agents import browser_words

CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome · Android"),
        (f"{CHROME} KAKAOTALK/26.1", "KakaoTalk · Android"),
        (f"{CHROME} MicroMessenger/8.0", "WeChat · Android"),
        (CHROME.replace("Chrome/", "SamsungBrowser/28 Chrome/"), "Samsung Internet · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Mac"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_has_a_name(user_agent, words):
    assert browser_words(user_agent) == words
