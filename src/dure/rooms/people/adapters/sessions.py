"""Django's questions about sessions and who is signed in, answered together by one statement (`queries/asking.py`).

Nothing is remembered from one request to the next: a session that was ended, a sign-in that was locked and a password
that was changed are seen by the very next request. Whatever is out of the ordinary goes Django's own way.
"""

from functools import partial

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from dure.rooms.people.models import SignIn
from dure.rooms.people.queries.asking import Asking, asking
from dure.ui import bars


class SessionStore(db.SessionStore):
    """Django's sessions in the database; reading one brings along who asks."""

    asking: Asking | None = None
    """What came with the session; None for one that is not read yet, or not there."""
    bar_questions: dict[str, object] | None = None

    def load(self) -> dict[str, object]:
        """Read the session; one that ended or ran out is empty and loses its key, as in Django."""
        assert self.session_key
        self.asking = asking(session_key=self.session_key, bar_questions=self.bar_questions)
        if self.asking is None:
            self._session_key = None
            return {}
        found: dict[str, object] = self.decode(self.asking.session_data)
        return found


class BrowserMiddleware(SessionMiddleware):
    """Django's, and says what the page's bars will want to know."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session, which is read only when somebody asks."""
        super().process_request(request)
        if isinstance(request.session, SessionStore):
            request.session.bar_questions = bars.questions(request)


class SignInMiddleware(AuthenticationMiddleware):
    """Django's, with `request.user` taken from what came with the session."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its user, who is looked up only when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_user, request))  # type: ignore[assignment]  # as Django does it


def _user(request: HttpRequest) -> SignIn | AnonymousUser:
    """Return who is signed in: who came with the session where all is in order, else whom Django finds."""
    found: SignIn | AnonymousUser = signed_in(request) or get_user(request)
    return found


def signed_in(request: HttpRequest) -> SignIn | None:
    """Return the sign-in that came with the session, if the session speaks for it by each of Django's own rules."""
    session = request.session
    whose, proof = session.get(SESSION_KEY), session.get(HASH_SESSION_KEY, "")
    brought = session.asking.sign_in if isinstance(session, SessionStore) and session.asking else None
    if brought is None or str(brought.pk) != whose or not brought.is_active:
        return None
    is_known_way = session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    is_proven = constant_time_compare(proof, brought.get_session_auth_hash())
    return brought if is_known_way and is_proven else None


def asked_by(request: HttpRequest, sign_in: SignIn) -> Asking | None:
    """Return what came with the session about this sign-in; None where somebody else's came, or nobody's."""
    found = getattr(request.session, "asking", None)
    return found if found and found.sign_in and found.sign_in.pk == sign_in.pk else None
