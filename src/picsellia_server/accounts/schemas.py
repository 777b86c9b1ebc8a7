"""Request bodies of accounts."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from picsellia_server.accounts.model import Role


class Body(BaseModel):
    """A body that refuses what it does not know, so that a misspelt field is never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SignInBody(Body):
    username: str = Field(max_length=400)
    password: str = Field(max_length=1000)


class PasswordBody(Body):
    old: str = Field(max_length=1000)
    new: str = Field(max_length=1000)


class TokenBody(Body):
    name: str
    organization: bool = Field(default=False, description="Bind it to the current organization; its admins see it.")
    expires_at: AwareDatetime | None = None


class OrganizationBody(Body):
    name: str


class DeleteOrganizationBody(Body):
    confirm: str = Field(description="The organization's name, once more.")


class MemberBody(Body):
    role: Role


class InvitationBody(Body):
    role: Role = Role.MEMBER
    days: int = Field(default=7, ge=1, le=90)


class AcceptBody(Body):
    secret: str = Field(max_length=200)


class RegisterBody(AcceptBody):
    username: str
    password: str = Field(max_length=1000)
