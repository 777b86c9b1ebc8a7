"""The verbs of accounts: sign in, make and revoke tokens, found organizations, look at events.

Not here: who belongs to an organization (`membership.py`).
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

import argon2

from picsellia_server import __version__
from picsellia_server.accounts import repository
from picsellia_server.accounts.model import (
    Event,
    NameTaken,
    NewToken,
    Organization,
    PasswordNotChanged,
    Role,
    Session,
    Token,
    TokenUnknown,
    User,
    UserUnknown,
    Welcome,
    WrongPassword,
    account_name,
    checked_name,
)
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import Conflict, Invalid
from picsellia_server.settings import Settings

MIN_SDK = "0.1.0"
PASSWORD_LENGTH = 10


def wheel_name() -> str:
    """File name of the SDK that this server offers, under `/sdk/wheel/`."""
    return f"picsellia-{__version__}-py3-none-any.whl"


def digest(secret: str) -> bytes:
    """What is kept of a secret that is random by itself."""
    return hashlib.sha256(secret.encode()).digest()


def _hasher(settings: Settings) -> argon2.PasswordHasher:
    if settings.testing:
        return argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return argon2.PasswordHasher()


def _checked_password(password: str) -> str:
    if len(password) < PASSWORD_LENGTH or len(password) > 1_000:
        raise Invalid(f"A password has {PASSWORD_LENGTH} to 1,000 characters.")
    return password


def welcome(ctx: ReadCtx) -> Welcome:
    """What a client learns when it starts: who it is, where, and which SDK fits this server."""
    user = repository.user_by_id(ctx.db, ctx.who.user_id)
    return Welcome(
        username=user.username,
        user_id=user.uuid,
        organization=organization(ctx),
        server=__version__,
        sdk=__version__,
        min_sdk=MIN_SDK,
        wheel=f"/sdk/wheel/{wheel_name()}",
    )


# Users


def add_user(ctx: Ctx, username: str, *, password: str | None) -> User:
    """A user with a personal organization of the same name, which they own."""
    name = account_name(username, "user")
    if repository.name_taken(ctx.db, name):
        raise NameTaken(name)
    hashed = None if password is None else _hasher(ctx.settings).hash(_checked_password(password))
    uuid = ctx.new_id()
    user = repository.insert_user(ctx.db, uuid, name, hashed, ctx.now)
    org = repository.insert_organization(ctx.db, ctx.new_id(), name, user, ctx.now)
    repository.upsert_member(ctx.db, org, user, Role.OWNER, ctx.now)
    ctx.record("user.added", "user", uuid, name=name)
    return User(id=uuid, username=name, created_at=ctx.now)


def disable_user(ctx: Ctx, username: str, *, disabled: bool = True) -> None:
    """A disabled user can neither sign in nor use a token; what they made stays."""
    row = repository.user_row(ctx.db, username)
    if row is None:
        raise UserUnknown(username)
    repository.update_user(ctx.db, row.id, {"disabled_at": ctx.now if disabled else None})
    if disabled:
        repository.delete_sessions_of(ctx.db, row.id)
    ctx.record("user.disabled" if disabled else "user.enabled", "user", row.uuid, name=username)


def set_password(ctx: Ctx, username: str, password: str) -> None:
    """The operator's way; ends the user's web sessions."""
    row = repository.user_row(ctx.db, username)
    if row is None:
        raise UserUnknown(username)
    repository.update_user(ctx.db, row.id, {"password": _hasher(ctx.settings).hash(_checked_password(password))})
    repository.delete_sessions_of(ctx.db, row.id)
    ctx.record("user.password_set", "user", row.uuid, name=username)


def change_password(ctx: Ctx, *, old: str, new: str) -> None:
    """The user's own way; other sessions than this one end."""
    ctx.who.must_be_free()
    row = repository.user_by_id(ctx.db, ctx.who.user_id)
    if not _matches(ctx.settings, row.password, old):
        raise PasswordNotChanged
    repository.update_user(ctx.db, row.id, {"password": _hasher(ctx.settings).hash(_checked_password(new))})
    repository.delete_sessions_of(ctx.db, row.id, but=ctx.who.session_id)
    ctx.record("user.password_changed", "user", row.uuid, name=row.username)


def _matches(settings: Settings, hashed: str | None, password: str) -> bool:
    hasher = _hasher(settings)
    if hashed is None:
        hasher.hash(password)  # takes as long as a real check: an unknown name answers no sooner
        return False
    try:
        return hasher.verify(hashed, password)
    except argon2.exceptions.VerificationError:
        return False


# Sessions


def sign_in(ctx: Ctx, *, username: str, password: str, before: str | None = None) -> Session:
    """A web session, in place of the one `before` (its secret) where there was one.

    Raises `WrongPassword`, which does not tell which of the two was wrong.
    """
    name = unicodedata.normalize("NFC", username)
    row = repository.user_row(ctx.db, name) if "\x00" not in name else None
    right = _matches(ctx.settings, row.password if row else None, password)
    if row is None or not right or row.disabled_at is not None:
        raise WrongPassword
    secret = secrets.token_urlsafe(32)
    until = ctx.now + timedelta(days=ctx.settings.session_days)
    if before is not None:
        repository.delete_session_by(ctx.db, digest(before))
    repository.insert_session(ctx.db, row.id, digest(secret), ctx.now, until)
    return Session(secret=secret, username=row.username, expires_at=until)


def sign_out(ctx: Ctx) -> None:
    if ctx.who.session_id is not None:
        repository.delete_session(ctx.db, ctx.who.session_id)


# Tokens


def make_token(
    ctx: Ctx, *, name: str, organization: bool = False, expires_at: datetime | None = None, secret: str | None = None
) -> NewToken:
    """A token of the caller's; with `organization`, one that works in the current organization alone."""
    if expires_at is not None and expires_at <= ctx.now:
        raise Invalid("A token that expires in the past is of no use. Give a later time, or none.")
    if organization:
        ctx.who.must(Role.ADMIN)
    else:
        ctx.who.must_be_free()
    secret = secret or secrets.token_hex(20)
    uuid = ctx.new_id()
    repository.insert_token(
        ctx.db,
        {
            "uuid": uuid,
            "user_id": ctx.who.user_id,
            "org_id": ctx.who.org_id if organization else None,
            "name": checked_name(name, "token", slash=True),
            "start": secret[:6],
            "hash": digest(secret),
            "created_at": ctx.now,
            "expires_at": expires_at,
        },
    )
    ctx.record("token.made", "token", uuid, name=name)
    return NewToken(token=repository.token_by_uuid(ctx.db, uuid), secret=secret)


def tokens(ctx: ReadCtx) -> list[Token]:
    """The caller's own, newest first; through a token of an organization, those of that organization."""
    return repository.tokens_of(ctx.db, ctx.who.user_id, org=ctx.who.org_id if ctx.who.bound else None)


def organization_tokens(ctx: ReadCtx) -> list[Token]:
    """The tokens bound to the current organization, for its admins."""
    return repository.tokens_of_organization(ctx.db, ctx.who.org_id)


def revoke_token(ctx: Ctx, token: str) -> None:
    """Revoke one's own token, or, as an admin, one of the organization. Twice is no error."""
    row = repository.token_row(ctx.db, token)
    mine = row is not None and row.user_id == ctx.who.user_id and (not ctx.who.bound or row.org_id == ctx.who.org_id)
    ours = row is not None and row.org_id == ctx.who.org_id and ctx.who.role.covers(Role.ADMIN)
    if row is None or not (mine or ours):
        raise TokenUnknown(token)
    repository.revoke_token(ctx.db, token, ctx.now)
    ctx.record("token.revoked", "token", token, name=row.name)


# Organizations


def organizations(ctx: ReadCtx) -> list[Organization]:
    """Those that the caller belongs to; through a token of an organization, that one."""
    if ctx.who.bound:
        return [organization(ctx)]
    return repository.organizations_of(ctx.db, ctx.who.user_id)


def organization(ctx: ReadCtx) -> Organization:
    """The current organization, with the caller's role in it."""
    row = repository.organization_by_id(ctx.db, ctx.who.org_id)
    return Organization(
        id=row.uuid,
        name=row.name,
        personal=row.personal_of is not None,
        created_at=row.created_at,
        role=ctx.who.role,
    )


def is_organization(ctx: ReadCtx, named: str) -> bool:
    """Whether there is an organization of that name or id, be it the caller's or not."""
    return "\x00" not in named and repository.organization_by_name(ctx.db, named) is not None


def found_organization(ctx: Ctx, *, name: str) -> Organization:
    """A new organization; whoever founds it owns it."""
    ctx.who.must_be_free()
    name = account_name(name, "organization")
    if repository.name_taken(ctx.db, name):
        raise NameTaken(name)
    uuid = ctx.new_id()
    org = repository.insert_organization(ctx.db, uuid, name, None, ctx.now)
    repository.upsert_member(ctx.db, org, ctx.who.user_id, Role.OWNER, ctx.now)
    ctx.record("organization.founded", "organization", uuid, name=name)
    return Organization(id=uuid, name=name, personal=False, created_at=ctx.now, role=Role.OWNER)


def rename_organization(ctx: Ctx, *, name: str) -> Organization:
    """A personal organization keeps the name of its user."""
    name = account_name(name, "organization")
    if organization(ctx).personal:
        raise Conflict("A personal organization is named after its user and cannot be renamed.")
    if name != ctx.who.org_name and repository.name_taken(ctx.db, name):
        raise NameTaken(name)
    repository.update_organization(ctx.db, ctx.who.org_id, name)
    ctx.record("organization.renamed", "organization", ctx.who.org_uuid, name=name, before=ctx.who.org_name)
    return organization(ctx)


def delete_organization(ctx: Ctx, *, confirm: str) -> None:
    """Delete the current organization with all that is in it; `confirm` repeats its name."""
    if organization(ctx).personal:
        raise Conflict("A personal organization goes with its user; it cannot be deleted.")
    if confirm != ctx.who.org_name:
        raise Invalid(f"This deletes everything in {ctx.who.org_name!r}. Repeat its name in `confirm` to do so.")
    repository.delete_organization(ctx.db, ctx.who.org_id)


# Events and sweeping


def events(
    ctx: ReadCtx,
    *,
    limit: int,
    below: int | None = None,
    username: str | None = None,
    verb: str | None = None,
    subject_type: str | None = None,
    subject_id: str | None = None,
) -> list[Event]:
    """Newest first; `verb` matches by its beginning."""
    return repository.events_of(
        ctx.db,
        ctx.who.org_id,
        below=below,
        limit=limit,
        username=username,
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
    )


def sweep(ctx: Ctx) -> int:
    """Drop expired sessions and the kept answers of old requests."""
    keep_since = ctx.now - timedelta(days=ctx.settings.idempotency_days)
    return repository.sweep_accounts(ctx.db, ctx.now, keep_since)
