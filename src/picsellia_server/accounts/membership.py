"""Who belongs to an organization: members and their roles, invitations, joining.

Not here: users, sessions, tokens and the organizations themselves (`service.py`).
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from picsellia_server.accounts import repository, service
from picsellia_server.accounts.model import (
    Invitation,
    InvitationUnknown,
    LastOwner,
    Member,
    Organization,
    OwnPlace,
    Role,
    RoleTooLow,
    Session,
    UserUnknown,
    checked_name,
)
from picsellia_server.context import Ctx, ReadCtx

# Members


def members(ctx: ReadCtx) -> list[Member]:
    return repository.members_of(ctx.db, ctx.who.org_id)


def _guard(ctx: Ctx, *, user: int, role: Role | None) -> None:
    """Admins move people up to admin; owners are owners' business, and one is left."""
    present = repository.membership(ctx.db, user, org=ctx.who.org_id)
    touches_owner = role is Role.OWNER or (present is not None and present.role == Role.OWNER)
    if touches_owner and ctx.who.role is not Role.OWNER:
        raise RoleTooLow(ctx.who.org_name, ctx.who.role, Role.OWNER)
    if role is Role.OWNER:
        return
    if repository.lock_owners(ctx.db, ctx.who.org_id) == [user]:
        raise LastOwner(ctx.who.org_name)
    if present is not None and present.personal_of == user:
        raise OwnPlace(ctx.who.org_name)


def set_member(ctx: Ctx, username: str, *, role: Role) -> list[Member]:
    """Add a user of this server to the current organization, or change their role."""
    row = repository.user_row(ctx.db, username)
    if row is None:
        raise UserUnknown(username)
    _guard(ctx, user=row.id, role=role)
    repository.upsert_member(ctx.db, ctx.who.org_id, row.id, role, ctx.now)
    ctx.record("member.set", "user", row.uuid, name=username, after=role.value)
    return members(ctx)


def remove_member(ctx: Ctx, username: str) -> None:
    row = repository.user_row(ctx.db, username)
    if row is None:
        raise UserUnknown(username)
    _guard(ctx, user=row.id, role=None)
    if not repository.delete_member(ctx.db, ctx.who.org_id, row.id):
        raise UserUnknown(username)
    ctx.record("member.removed", "user", row.uuid, name=username)


# Invitations


def invite(ctx: Ctx, *, role: Role, days: int) -> Invitation:
    """An invitation by link: its secret is shown once; whoever accepts it first joins with that role."""
    if role is Role.OWNER:
        ctx.who.must(Role.OWNER)
    secret = secrets.token_urlsafe(24)
    uuid = ctx.new_id()
    until = ctx.now + timedelta(days=days)
    repository.insert_invitation(
        ctx.db,
        {
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "role": role.value,
            "hash": service.digest(secret),
            "made_by": ctx.who.user_id,
            "created_at": ctx.now,
            "expires_at": until,
        },
    )
    ctx.record("invitation.made", "invitation", uuid, after=role.value)
    return Invitation(id=uuid, role=role, created_at=ctx.now, expires_at=until, accepted_by=None, secret=secret)


def invitations(ctx: ReadCtx) -> list[Invitation]:
    return repository.invitations_of(ctx.db, ctx.who.org_id)


def revoke_invitation(ctx: Ctx, invitation: str) -> None:
    if not repository.revoke_invitation(ctx.db, ctx.who.org_id, invitation, ctx.now):
        raise InvitationUnknown
    ctx.record("invitation.revoked", "invitation", invitation)


def _must_be_open(ctx: ReadCtx, secret: str) -> None:
    """Raise `InvitationUnknown` unless it may still be taken, and whoever made it could make it today.

    Else somebody who was removed could come back by an invitation made before.
    """
    found = repository.open_invitation(ctx.db, service.digest(secret), ctx.now)
    if found is None or found.made_by is None:
        raise InvitationUnknown
    maker = repository.membership(ctx.db, found.made_by, org=found.org_id)
    needed = Role.OWNER if found.role == Role.OWNER else Role.ADMIN
    if found.disabled_at is not None or maker is None or not Role(maker.role).covers(needed):
        raise InvitationUnknown


def accept_invitation(ctx: Ctx, *, secret: str) -> Organization:
    """Join with the invitation's role; a member keeps the higher of the two."""
    ctx.who.must_be_free()
    _must_be_open(ctx, secret)
    taken = repository.take_invitation(ctx.db, service.digest(secret), ctx.who.user_id, ctx.now)
    if taken is None:
        raise InvitationUnknown
    role = Role(taken.role)
    present = repository.membership(ctx.db, ctx.who.user_id, org=taken.org_id)
    if present is None or not Role(present.role).covers(role):
        repository.upsert_member(ctx.db, taken.org_id, ctx.who.user_id, role, ctx.now)
    row = repository.membership(ctx.db, ctx.who.user_id, org=taken.org_id)
    if row is None:
        raise InvitationUnknown
    joined = replace(ctx.who, org_id=row.org_id, org_uuid=row.uuid, org_name=row.name, role=Role(row.role))
    replace(ctx, who=joined).record("invitation.accepted", "user", None, name=ctx.who.username, after=role.value)
    return service.organization(replace(ctx, who=joined))


def register(ctx: Ctx, *, secret: str, username: str, password: str) -> Session:
    """Make a user by an invitation, who joins its organization and is signed in."""
    _must_be_open(ctx, secret)  # before a name is looked up or a password hashed for a stranger
    service.add_user(ctx, username, password=password)
    row = repository.user_row(ctx.db, checked_name(username, "user"))
    personal = repository.membership(ctx.db, row.id) if row else None
    if row is None or personal is None:
        raise UserUnknown(username)
    who = replace(
        ctx.who,
        user_id=row.id,
        username=row.username,
        org_id=personal.org_id,
        org_uuid=personal.uuid,
        org_name=personal.name,
        role=Role.OWNER,
    )
    accept_invitation(replace(ctx, who=who), secret=secret)
    return service.sign_in(ctx, username=row.username, password=password)
