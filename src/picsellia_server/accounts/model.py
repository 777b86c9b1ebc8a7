"""Who people are and what they may do: users, organizations, roles, tokens, sessions, events."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from picsellia_server.errors import Conflict, Forbidden, Invalid, NotFound, Unauthorized


class Role(StrEnum):
    """Roles in an organization, each with all of the ones before it."""

    VIEWER = "viewer"
    ANNOTATOR = "annotator"
    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"

    @property
    def rank(self) -> int:
        return list(Role).index(self)

    def covers(self, other: Role) -> bool:
        return self.rank >= other.rank


class Permission(StrEnum):
    """What a route asks for. The last five are roles in the current organization."""

    ANYONE = "anyone"
    SIGNED = "signed"  # the signature in the URL is the credential
    USER = "user"  # any signed-in person
    SEE = "see"
    ANNOTATE = "annotate"
    WRITE = "write"
    ADMINISTER = "administer"
    OWN = "own"

    @property
    def role(self) -> Role | None:
        return _ROLE_FOR.get(self)


_ROLE_FOR = {
    Permission.SEE: Role.VIEWER,
    Permission.ANNOTATE: Role.ANNOTATOR,
    Permission.WRITE: Role.MEMBER,
    Permission.ADMINISTER: Role.ADMIN,
    Permission.OWN: Role.OWNER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks, in which organization, with which role there. Services filter by `org_id`."""

    user_id: int
    username: str
    org_id: int
    org_uuid: str
    org_name: str
    role: Role
    token_id: int | None = None
    session_id: int | None = None
    bound: bool = False  # by a token that works in this organization alone

    def must(self, role: Role) -> None:
        """Raise `RoleTooLow` unless this principal's role covers `role`."""
        if not self.role.covers(role):
            raise RoleTooLow(self.org_name, self.role, role)

    def must_be_free(self) -> None:
        """Raise `TokenBound` where a token of one organization would reach what is the user's own."""
        if self.bound:
            raise TokenBound(self.org_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: str
    username: str
    created_at: datetime
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """`role` is the caller's own there."""

    id: str
    name: str
    personal: bool
    created_at: datetime
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    username: str
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An API token as it is listed: its secret is shown once, when made, and kept as a hash."""

    id: str
    name: str
    start: str
    username: str
    organization: str | None
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """The answer to making a token: the only time that `secret` is seen."""

    token: Token
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    id: str
    role: Role
    created_at: datetime
    expires_at: datetime
    accepted_by: str | None
    secret: str | None = None  # only in the answer that made it


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A web session: the cookie's secret and how long it lasts without use."""

    secret: str
    username: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The answer to a ping."""

    username: str
    user_id: str
    organization: Organization
    server: str
    sdk: str
    min_sdk: str
    wheel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that changed: who, when, what, and before and after where small."""

    id: int
    at: datetime
    username: str | None
    verb: str
    subject_type: str
    subject_id: str | None
    subject_name: str | None
    before: Any = field(default=None)
    after: Any = field(default=None)


class NotSignedIn(Unauthorized):
    code = "accounts.not_signed_in"

    def __init__(self) -> None:
        super().__init__("Sign in, or send an API token in the Authorization header.")


class TokenRefused(Unauthorized):
    code = "accounts.token_refused"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The API token {why}. Make a new one under Settings, Tokens, or with `picsellia-server user token NAME`."
        )


class WrongPassword(Unauthorized):
    code = "accounts.wrong_password"

    def __init__(self) -> None:
        super().__init__("The user name or the password is wrong.")


class RoleTooLow(Forbidden):
    code = "accounts.role_too_low"

    def __init__(self, organization: str, has: Role, needs: Role) -> None:
        super().__init__(
            f"This needs the role {needs} in {organization}; yours is {has}. Ask an admin of {organization}."
        )


class TokenBound(Forbidden):
    code = "accounts.token_bound"

    def __init__(self, organization: str) -> None:
        super().__init__(
            f"This token works in {organization} alone, and this concerns its user. Use a personal token, or sign in."
        )


class PasswordNotChanged(Forbidden):
    code = "accounts.password_not_changed"

    def __init__(self) -> None:
        super().__init__("The present password is wrong, so it was not changed.")


class OriginRefused(Forbidden):
    code = "accounts.origin_refused"

    def __init__(self, origin: str) -> None:
        super().__init__(f"A page of {origin!r} may not change anything here. Use the server's own address.")


class OrganizationUnknown(NotFound):
    code = "accounts.organization_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no organization {name!r} that you belong to.")


class UserUnknown(NotFound):
    code = "accounts.user_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no user {name!r}.")


class TokenUnknown(NotFound):
    code = "accounts.token_unknown"

    def __init__(self, token: str) -> None:
        super().__init__(f"There is no token {token!r} of yours.")


class InvitationUnknown(NotFound):
    code = "accounts.invitation_unknown"

    def __init__(self) -> None:
        super().__init__("This invitation is unknown, used, revoked or expired. Ask for a new one.")


class NameTaken(Conflict):
    code = "accounts.name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"The name {name!r} is taken: users and organizations share one name space. Choose another.")


class LastOwner(Conflict):
    code = "accounts.last_owner"

    def __init__(self, organization: str) -> None:
        super().__init__(f"{organization} would be left without an owner. Make somebody else an owner first.")


class OwnPlace(Conflict):
    code = "accounts.own_place"

    def __init__(self, organization: str) -> None:
        super().__init__(f"{organization} is that user's personal organization: they stay its owner.")


class NameRefused(Invalid):
    code = "name.refused"


RESERVED = frozenset(
    [
        "by_name",
        "attach_dataset",
        "none",
        "null",
        "None",
        "latest",
        "new_version",
        "update_stats",
        "search",
        "tag",
        "delete",
        "delete_tag",
        "send_experiment_logging",
        "hub",
    ]
)
"""Words that the published clients put where a name would stand (`docs/wire.md`), and the hub."""


def with_article(noun: str) -> str:
    """`a dataset`, `an experiment`."""
    return f"an {noun}" if noun[:1] in "aeio" else f"a {noun}"


def checked_name(name: str, what: str, *, limit: int = 120, slash: bool = False) -> str:
    """`name` in NFC, or `NameRefused` saying what is wrong with it.

    With `slash` (names of files, data, labels, tags, pictures) `/ ? #` and reserved words are allowed.
    """
    text = unicodedata.normalize("NFC", name)
    shown = text if len(text) <= 60 else text[:57] + "…"
    if not text.strip():
        raise NameRefused(
            f"{with_article(what).capitalize()} needs a name of 1 to {limit} characters; this one is empty."
        )
    if len(text) > limit:
        raise NameRefused(f"The {what} name {shown!r} has {len(text)} characters; {limit} is the most.")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise NameRefused(f"The {what} name {shown!r} holds a control character. Remove it.")
    if text in (".", ".."):
        raise NameRefused(f"{with_article(what).capitalize()} cannot be named {text!r}.")
    if not slash and any(c in text for c in "/?#"):
        raise NameRefused(f"The {what} name {shown!r} may not hold any of / ? #.")
    if not slash and text in RESERVED:
        raise NameRefused(f"{text!r} has a meaning of its own and cannot name a {what}. Choose another.")
    return text


def account_name(name: str, what: str) -> str:
    """As `checked_name`, and nothing in it that the eye does not see: two accounts never look the same by that."""
    text = checked_name(name, what)
    if text != text.strip() or any(unicodedata.category(c) in ("Cf", "Zl", "Zp") for c in text):
        raise NameRefused(f"The {what} name {text[:60]!r} begins or ends with a space or holds an invisible character.")
    return text
