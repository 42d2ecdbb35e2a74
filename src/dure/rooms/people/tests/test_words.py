"""One word for one thing: the catalogues of the house say signing in, signing out and joining in one way only."""

from pathlib import Path

import polib
import pytest

import dure

APPS = ["kernel", "rooms/people", "rooms/web", "site", "ui"]
"""The book's own catalogue is left out: there an account is an account."""
IN_THE_BOOK = {"Accounts"}
"""What the back office calls the book's list."""
UNSAID = {
    "ko": ("로그인", "로그아웃", "가입", "계정"),
    "zh_Hans": ("账号", "帐号", "注册", "登入", "登出"),
}


def catalogue(app: str, language: str) -> polib.POFile:
    """What an app says in a language."""
    return polib.pofile(str(Path(dure.__file__).parent / app / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("language", UNSAID)
def test_the_words_for_coming_and_going_are_ours(app, language):
    said = [entry.msgstr for entry in catalogue(app, language) if entry.msgid not in IN_THE_BOOK]

    assert not [words for words in said for unsaid in UNSAID[language] if unsaid in words]


def spoken_by_packages_only(entry: polib.POEntry) -> bool:
    """Whether the words are a package's own, or name the book's list, in the back office."""
    return all("back_office_" in place for place, _line in entry.occurrences)


@pytest.mark.parametrize("app", APPS)
def test_an_account_is_in_the_book_only(app):
    said = [entry.msgid.lower() for entry in catalogue(app, "ko") if not spoken_by_packages_only(entry)]

    assert not [words for words in said if {"account", "accounts", "log in", "sign up"} & set(words.split())]
