"""What the operator of an installation does by command: the first owner, users, tokens.

The operator has the machine, and so needs no permission; what is done is recorded all the same.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from picsellia_server.accounts import repository, service
from picsellia_server.accounts.model import Principal, Role, UserUnknown
from picsellia_server.context import Ctx, House
from picsellia_server.jobs.run import OPERATOR

_FIRST = 0x7069636F776E  # the advisory lock around making the first owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What is shown once; None where it was given by the operator or not asked for."""

    username: str
    password: str | None
    token: str | None


def first_owner(house: House) -> Issued | None:
    """Make the first user of a new installation, from the settings or generated; None when there is one."""
    with house.writing(OPERATOR) as ctx:
        if repository.any_user(ctx.db):
            return None
        ctx.db.write(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _FIRST})
        if repository.any_user(ctx.db):  # made by another server meanwhile
            return None
        settings = house.settings
        password = settings.owner_password or secrets.token_urlsafe(12)
        made = service.add_user(ctx, settings.owner or "owner", password=password)
        token = _token(ctx, made.username, name="first", secret=settings.owner_token or None)
    return Issued(username=made.username, password=password, token=token)


def add(house: House, username: str, *, password: str | None) -> Issued:
    """A user with a personal organization; a password is made up unless one is given."""
    chosen = password or secrets.token_urlsafe(12)
    with house.writing(OPERATOR) as ctx:
        made = service.add_user(ctx, username, password=chosen)
    return Issued(username=made.username, password=None if password else chosen, token=None)


def token(house: House, username: str, *, name: str, days: int | None) -> Issued:
    """A token of that user's, good for `days` or until it is revoked."""
    with house.writing(OPERATOR) as ctx:
        secret = _token(ctx, username, name=name, days=days)
    return Issued(username=username, password=None, token=secret)


def password(house: House, username: str, *, new: str | None) -> Issued:
    """Set a user's password; made up unless one is given. Ends the user's web sessions."""
    chosen = new or secrets.token_urlsafe(12)
    with house.writing(OPERATOR) as ctx:
        service.set_password(ctx, username, chosen)
    return Issued(username=username, password=None if new else chosen, token=None)


def disable(house: House, username: str, *, disabled: bool) -> None:
    with house.writing(OPERATOR) as ctx:
        service.disable_user(ctx, username, disabled=disabled)


def _token(ctx: Ctx, username: str, *, name: str, secret: str | None = None, days: int | None = None) -> str:
    until = None if days is None else ctx.now + timedelta(days=days)
    own = replace(ctx, who=principal(ctx, username))
    return service.make_token(own, name=name, expires_at=until, secret=secret).secret


def principal(ctx: Ctx, username: str) -> Principal:
    """That user, in their personal organization. Raises `UserUnknown`."""
    user = repository.user_row(ctx.db, username)
    home = repository.membership(ctx.db, user.id) if user is not None else None
    if user is None or home is None:
        raise UserUnknown(username)
    return Principal(
        user_id=user.id,
        username=user.username,
        org_id=home.org_id,
        org_uuid=str(home.uuid),
        org_name=home.name,
        role=Role(home.role),
    )
