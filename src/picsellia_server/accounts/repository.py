"""Every SQL statement of accounts, and those of the edge's own tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia_server.accounts.model import Event, Invitation, Member, Organization, Role, Token
from picsellia_server.accounts.tables import (
    events,
    idempotency,
    installation,
    invitations,
    members,
    organizations,
    sessions,
    tokens,
    users,
)
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among

_NAMES = 0x6E616D65  # what the advisory locks on names of accounts begin with


# The installation's own facts: secrets that all processes share.
def installation_value(db: ReadDb, name: str) -> bytes | None:
    query = sa.select(installation.c.value).where(installation.c.name == name)
    return db.execute(query).scalar_one_or_none()


def insert_installation_value(db: Db, name: str, value: bytes) -> None:
    db.write(insert(installation).values(name=name, value=value).on_conflict_do_nothing())


# Users
def insert_user(db: Db, uuid: str, username: str, password: str | None, now: datetime) -> int:
    values = {"uuid": uuid, "username": username, "password": password, "created_at": now}
    return int(db.write(sa.insert(users).values(values).returning(users.c.id)).scalar_one())


def user_row(db: ReadDb, username: str) -> sa.Row[Any] | None:
    return db.execute(sa.select(users).where(users.c.username == username)).one_or_none()


def user_by_id(db: ReadDb, user: int) -> sa.Row[Any]:
    return db.execute(sa.select(users).where(users.c.id == user)).one()


def any_user(db: ReadDb) -> bool:
    return db.execute(sa.select(users.c.id).limit(1)).first() is not None


def update_user(db: Db, user: int, values: Mapping[str, Any]) -> None:
    db.write(sa.update(users).where(users.c.id == user).values(**values))


def usernames(db: ReadDb, ids: Sequence[int]) -> dict[int, str]:
    rows = db.execute(sa.select(users.c.id, users.c.username).where(among(users.c.id, ids)))
    return {row.id: row.username for row in rows}


# Organizations and members
def name_taken(db: Db, name: str) -> bool:
    """Whether somebody has that name; if not, nobody else gets it before this transaction ends."""
    db.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(name, _NAMES))))
    return db.execute(sa.select(organizations.c.id).where(organizations.c.name == name)).first() is not None


def insert_organization(db: Db, uuid: str, name: str, personal_of: int | None, now: datetime) -> int:
    values = {"uuid": uuid, "name": name, "personal_of": personal_of, "created_at": now}
    return int(db.write(sa.insert(organizations).values(values).returning(organizations.c.id)).scalar_one())


def update_organization(db: Db, org: int, name: str) -> None:
    db.write(sa.update(organizations).where(organizations.c.id == org).values(name=name))


def delete_organization(db: Db, org: int) -> None:
    db.write(sa.delete(organizations).where(organizations.c.id == org))


_membership = sa.select(
    organizations.c.id.label("org_id"),
    organizations.c.uuid,
    organizations.c.name,
    organizations.c.personal_of,
    organizations.c.created_at,
    members.c.role,
    members.c.user_id,
).join(members, members.c.org_id == organizations.c.id)


def _organization(row: sa.Row[Any]) -> Organization:
    return Organization(
        id=row.uuid,
        name=row.name,
        personal=row.personal_of is not None,
        created_at=row.created_at,
        role=Role(row.role),
    )


def organizations_of(db: ReadDb, user: int) -> list[Organization]:
    query = _membership.where(members.c.user_id == user)
    return [_organization(r) for r in db.execute(query.order_by(organizations.c.personal_of, organizations.c.name))]


def membership(db: ReadDb, user: int, *, named: str | None = None, org: int | None = None) -> sa.Row[Any] | None:
    """The caller's membership in the organization of that name or uuid, of that id, or the personal one."""
    query = _membership.where(members.c.user_id == user)
    if org is not None:
        query = query.where(organizations.c.id == org)
    elif named is not None:
        query = query.where(sa.or_(organizations.c.name == named, sa.cast(organizations.c.uuid, sa.Text) == named))
    else:
        query = query.where(organizations.c.personal_of == user)
    return db.execute(query).one_or_none()


def organization_by_name(db: ReadDb, name: str) -> sa.Row[Any] | None:
    query = sa.select(organizations).where(
        sa.or_(organizations.c.name == name, sa.cast(organizations.c.uuid, sa.Text) == name)
    )
    return db.execute(query).one_or_none()


def organization_by_id(db: ReadDb, org: int) -> sa.Row[Any]:
    return db.execute(sa.select(organizations).where(organizations.c.id == org)).one()


def members_of(db: ReadDb, org: int) -> list[Member]:
    query = (
        sa.select(users.c.username, members.c.role, members.c.since)
        .join(users, users.c.id == members.c.user_id)
        .where(members.c.org_id == org)
        .order_by(users.c.username)
    )
    return [Member(username=r.username, role=Role(r.role), since=r.since) for r in db.execute(query)]


def upsert_member(db: Db, org: int, user: int, role: Role, now: datetime) -> None:
    statement = insert(members).values(org_id=org, user_id=user, role=role.value, since=now)
    db.write(
        statement.on_conflict_do_update(index_elements=["org_id", "user_id"], set_={"role": statement.excluded.role})
    )


def delete_member(db: Db, org: int, user: int) -> int:
    return db.write(sa.delete(members).where(members.c.org_id == org, members.c.user_id == user)).rowcount


def lock_owners(db: Db, org: int) -> list[int]:
    """Ids of the owners, locked so that two demotions at once cannot leave none."""
    query = sa.select(members.c.user_id).where(members.c.org_id == org, members.c.role == Role.OWNER.value)
    return [row.user_id for row in db.execute(query.with_for_update())]


# Tokens and sessions
_token = (
    sa.select(tokens, users.c.username, organizations.c.name.label("organization"))
    .join(users, users.c.id == tokens.c.user_id)
    .outerjoin(organizations, organizations.c.id == tokens.c.org_id)
)


def _as_token(row: sa.Row[Any]) -> Token:
    return Token(
        id=row.uuid,
        name=row.name,
        start=row.start,
        username=row.username,
        organization=row.organization,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


def insert_token(db: Db, values: Mapping[str, Any]) -> None:
    db.write(sa.insert(tokens).values(values))


def tokens_of(db: ReadDb, user: int, *, org: int | None = None) -> list[Token]:
    query = _token.where(tokens.c.user_id == user).order_by(tokens.c.id.desc())
    if org is not None:
        query = query.where(tokens.c.org_id == org)
    return [_as_token(row) for row in db.execute(query)]


def tokens_of_organization(db: ReadDb, org: int) -> list[Token]:
    query = _token.where(tokens.c.org_id == org).order_by(tokens.c.id.desc())
    return [_as_token(row) for row in db.execute(query)]


def token_row(db: ReadDb, uuid: str) -> sa.Row[Any] | None:
    return db.execute(_token.where(tokens.c.uuid == uuid)).one_or_none()


def token_by_uuid(db: ReadDb, uuid: str) -> Token:
    return _as_token(db.execute(_token.where(tokens.c.uuid == uuid)).one())


def revoke_token(db: Db, uuid: str, now: datetime) -> None:
    db.write(sa.update(tokens).where(tokens.c.uuid == uuid, tokens.c.revoked_at.is_(None)).values(revoked_at=now))


def credential(db: ReadDb, digest: bytes) -> sa.Row[Any] | None:
    """The token with that hash, and its user."""
    query = (
        sa.select(tokens, users.c.username, users.c.disabled_at)
        .join(users, users.c.id == tokens.c.user_id)
        .where(tokens.c.hash == digest)
    )
    return db.execute(query).one_or_none()


def touch_token(db: Db, token: int, now: datetime) -> None:
    db.write(sa.update(tokens).where(tokens.c.id == token).values(last_used_at=now))


def insert_session(db: Db, user: int, digest: bytes, now: datetime, until: datetime) -> None:
    db.write(sa.insert(sessions).values(user_id=user, hash=digest, created_at=now, expires_at=until))


def session(db: ReadDb, digest: bytes) -> sa.Row[Any] | None:
    query = (
        sa.select(sessions, users.c.username, users.c.disabled_at)
        .join(users, users.c.id == sessions.c.user_id)
        .where(sessions.c.hash == digest)
    )
    return db.execute(query).one_or_none()


def prolong_session(db: Db, session: int, until: datetime) -> None:
    db.write(sa.update(sessions).where(sessions.c.id == session).values(expires_at=until))


def delete_session_by(db: Db, digest: bytes) -> None:
    db.write(sa.delete(sessions).where(sessions.c.hash == digest))


def delete_session(db: Db, session: int) -> None:
    db.write(sa.delete(sessions).where(sessions.c.id == session))


def delete_sessions_of(db: Db, user: int, *, but: int | None = None) -> None:
    db.write(sa.delete(sessions).where(sessions.c.user_id == user, sessions.c.id != (but or 0)))


# Invitations
def insert_invitation(db: Db, values: Mapping[str, Any]) -> None:
    db.write(sa.insert(invitations).values(values))


def _as_invitation(row: sa.Row[Any]) -> Invitation:
    return Invitation(
        id=row.uuid,
        role=Role(row.role),
        created_at=row.created_at,
        expires_at=row.expires_at,
        accepted_by=row.username,
    )


def invitations_of(db: ReadDb, org: int) -> list[Invitation]:
    query = (
        sa.select(invitations, users.c.username)
        .outerjoin(users, users.c.id == invitations.c.accepted_by)
        .where(invitations.c.org_id == org, invitations.c.revoked_at.is_(None))
        .order_by(invitations.c.id.desc())
    )
    return [_as_invitation(row) for row in db.execute(query)]


def revoke_invitation(db: Db, org: int, uuid: str, now: datetime) -> int:
    where = (invitations.c.org_id == org, invitations.c.uuid == uuid, invitations.c.revoked_at.is_(None))
    return db.write(sa.update(invitations).where(*where).values(revoked_at=now)).rowcount


def open_invitation(db: ReadDb, digest: bytes, now: datetime) -> sa.Row[Any] | None:
    """Organization, role and maker of an invitation that may still be taken."""
    query = (
        sa.select(invitations.c.org_id, invitations.c.role, invitations.c.made_by, users.c.disabled_at)
        .outerjoin(users, users.c.id == invitations.c.made_by)
        .where(*_open(digest, now))
    )
    return db.execute(query).one_or_none()


def _open(digest: bytes, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        invitations.c.hash == digest,
        invitations.c.accepted_by.is_(None),
        invitations.c.revoked_at.is_(None),
        invitations.c.expires_at > now,
    )


def take_invitation(db: Db, digest: bytes, user: int, now: datetime) -> sa.Row[Any] | None:
    """Mark an open invitation as accepted and give its organization and role; None when there is none."""
    statement = (
        sa.update(invitations)
        .where(*_open(digest, now))
        .values(accepted_by=user)
        .returning(invitations.c.org_id, invitations.c.role)
    )
    return db.write(statement).one_or_none()


# Requests asked twice
def claim_request(db: Db, user: int, key: str, request: bytes, now: datetime) -> bool:
    """True when this key is new. A request in flight with the same key is waited for."""
    statement = insert(idempotency).values(user_id=user, key=key, request=request, created_at=now)
    # RETURNING, since the row count of an insert is not told.
    return db.write(statement.on_conflict_do_nothing().returning(idempotency.c.key)).first() is not None


def answered_request(db: ReadDb, user: int, key: str) -> sa.Row[Any]:
    where = (idempotency.c.user_id == user, idempotency.c.key == key)
    return db.execute(sa.select(idempotency).where(*where)).one()


def answer_request(db: Db, user: int, key: str, status: int, body: bytes) -> None:
    where = (idempotency.c.user_id == user, idempotency.c.key == key)
    db.write(sa.update(idempotency).where(*where).values(status=status, body=body))


def forget_request(db: Db, user: int, key: str) -> None:
    """As if this key had never come: its answer is not to be kept."""
    db.write(sa.delete(idempotency).where(idempotency.c.user_id == user, idempotency.c.key == key))


# Events
def insert_event(db: Db, values: Mapping[str, Any]) -> None:
    db.write(sa.insert(events).values(values))


def events_of(
    db: ReadDb,
    org: int,
    *,
    below: int | None,
    limit: int,
    username: str | None,
    verb: str | None,
    subject_type: str | None,
    subject_id: str | None,
) -> list[Event]:
    query = (
        sa.select(events, users.c.username)
        .outerjoin(users, users.c.id == events.c.user_id)
        .where(events.c.org_id == org)
        .order_by(events.c.id.desc())
        .limit(limit)
    )
    if below is not None:
        query = query.where(events.c.id < below)
    if username is not None:
        query = query.where(users.c.username == username)
    if verb is not None:
        query = query.where(events.c.verb.startswith(verb, autoescape=True))
    if subject_type is not None:
        query = query.where(events.c.subject_type == subject_type)
    if subject_id is not None:
        query = query.where(events.c.subject_id == subject_id)
    return [
        Event(
            id=r.id,
            at=r.at,
            username=r.username,
            verb=r.verb,
            subject_type=r.subject_type,
            subject_id=r.subject_id,
            subject_name=r.subject_name,
            before=r.before,
            after=r.after,
        )
        for r in db.execute(query)
    ]


# Sweeping
def sweep_accounts(db: Db, now: datetime, keep_since: datetime) -> int:
    """Drop expired sessions and old idempotency rows; how many."""
    gone = db.write(sa.delete(sessions).where(sessions.c.expires_at < now)).rowcount
    return gone + db.write(sa.delete(idempotency).where(idempotency.c.created_at < keep_since)).rowcount
