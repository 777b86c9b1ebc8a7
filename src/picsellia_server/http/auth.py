"""From credentials to a `Principal`: API token or web session, and the one current organization.

Not here: what a role may do (`accounts/model.py`), the making of tokens (`accounts/service.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from starlette.requests import Request

from picsellia_server.accounts import repository
from picsellia_server.accounts.model import (
    NotSignedIn,
    OrganizationUnknown,
    OriginRefused,
    Permission,
    Principal,
    Role,
    TokenRefused,
)
from picsellia_server.context import House
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.errors import Invalid

COOKIE = "picsellia_session"
NOBODY = Principal(user_id=0, username="", org_id=0, org_uuid="", org_name="", role=Role.VIEWER)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_TOUCH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a request carries, read on the event loop and checked in the thread."""

    token: str | None
    session: str | None
    organization: str | None


def secret_hash(secret: str) -> bytes:
    """What is stored of a token or session: its secrets are random, so a plain hash suffices."""
    return hashlib.sha256(secret.encode()).digest()


def credentials(request: Request, *, own_origins: frozenset[str]) -> Credentials:
    """Read the credentials; refuse a change by cookie that comes from a page of another origin."""
    organization = request.headers.get("x-picsellia-organization") or request.query_params.get("organization")
    header = request.headers.get("authorization", "")
    if header:
        scheme, _, token = header.partition(" ")
        if scheme.lower() not in ("bearer", "token") or not token.strip():
            raise TokenRefused("does not have the form `Authorization: Bearer <token>`")
        return Credentials(token=token.strip(), session=None, organization=organization)
    # The wire of the published clients changes things by GET, so no cookie, which browsers send unasked, opens it.
    session = request.cookies.get(COOKIE) if request.url.path.startswith("/api/") else None
    if session and request.method not in _SAFE:
        check_origin(request, own_origins)
    return Credentials(token=None, session=session, organization=organization)


def check_origin(request: Request, own_origins: frozenset[str]) -> None:
    """Raise `OriginRefused` unless the browser says that the request comes from our own page."""
    origin = request.headers.get("origin")
    if origin is None:
        if request.headers.get("sec-fetch-site") in ("same-origin", "none"):
            return
        raise OriginRefused("another site")
    # The Host header has passed the allow-list of `edge.py`, so comparing with it trusts nothing new.
    if origin not in own_origins and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise OriginRefused(origin)


def check_page(request: Request, own_origins: frozenset[str]) -> None:
    """As `check_origin`, for a request without credentials: a page elsewhere must not sign somebody in here.

    What is no browser says nothing about where it comes from, and may.
    """
    if "origin" in request.headers or "sec-fetch-site" in request.headers:
        check_origin(request, own_origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    user_id: int
    username: str
    token_id: int | None = None
    token_org: int | None = None
    session_id: int | None = None


def _by_token(db: ReadDb, secret: str, now: datetime, house: House) -> _Person:
    row = repository.credential(db, secret_hash(secret))
    if row is None:
        raise TokenRefused("is not known here")
    if row.revoked_at is not None:
        raise TokenRefused("has been revoked")
    if row.expires_at is not None and row.expires_at <= now:
        raise TokenRefused("has expired")
    if row.disabled_at is not None:
        raise TokenRefused("belongs to a disabled user")
    if row.last_used_at is None or now - row.last_used_at > _TOUCH:
        with house.engine.begin() as connection:
            repository.touch_token(Db(connection), row.id, now)
    return _Person(user_id=row.user_id, username=row.username, token_id=row.id, token_org=row.org_id)


def _by_session(db: ReadDb, secret: str, now: datetime, house: House) -> _Person:
    row = repository.session(db, secret_hash(secret))
    if row is None or row.expires_at <= now or row.disabled_at is not None:
        raise NotSignedIn
    lasting = timedelta(days=house.settings.session_days)
    if row.expires_at - now < lasting / 2:
        with house.engine.begin() as connection:
            repository.prolong_session(Db(connection), row.id, now + lasting)
    return _Person(user_id=row.user_id, username=row.username, session_id=row.id)


def _person(db: ReadDb, given: Credentials, now: datetime, house: House) -> _Person:
    if given.token:
        return _by_token(db, given.token, now, house)
    if given.session:
        return _by_session(db, given.session, now, house)
    raise NotSignedIn


def _membership(
    db: ReadDb, person: _Person, organization: str | None, named_by_path: Callable[[], int | None]
) -> sa.Row[Any]:
    """The organization that the request means, with the person's role there."""
    found = None
    if organization:
        if "\x00" in organization:
            raise Invalid("The name of an organization holds no NUL.")
        found = repository.membership(db, person.user_id, named=organization)
        if found is None or (person.token_org and found.org_id != person.token_org):
            raise OrganizationUnknown(organization)
        return found
    org = named_by_path()
    if org is not None and (person.token_org is None or org == person.token_org):
        found = repository.membership(db, person.user_id, org=org)
    found = found or repository.membership(db, person.user_id, org=person.token_org)
    if found is None:
        raise TokenRefused("is for an organization that its user has left")
    return found


def principal(
    db: ReadDb,
    given: Credentials,
    permission: Permission,
    *,
    house: House,
    now: datetime,
    named_by_path: Callable[[], int | None],
) -> Principal:
    """Who asks and where; raises what the permission table says.

    The current organization is the one that the request names; else the one of the object in the path,
    where the caller belongs to it; else the token's own or the caller's personal one.
    """
    if permission in (Permission.ANYONE, Permission.SIGNED):
        return NOBODY
    person = _person(db, given, now, house)
    found = _membership(db, person, given.organization, named_by_path)
    who = Principal(
        user_id=person.user_id,
        username=person.username,
        org_id=found.org_id,
        org_uuid=found.uuid,
        org_name=found.name,
        role=Role(found.role),
        token_id=person.token_id,
        session_id=person.session_id,
        bound=person.token_org is not None,
    )
    if permission.role is not None:
        who.must(permission.role)
    return who
