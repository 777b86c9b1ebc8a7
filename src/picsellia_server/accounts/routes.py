"""REST routes of accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from picsellia_server import __version__
from picsellia_server.accounts import membership, service
from picsellia_server.accounts.model import (
    Event,
    Invitation,
    InvitationUnknown,
    LastOwner,
    Member,
    NameTaken,
    NewToken,
    Organization,
    PasswordNotChanged,
    Permission,
    Session,
    Token,
    TokenBound,
    TokenUnknown,
    UserUnknown,
    Welcome,
    WrongPassword,
)
from picsellia_server.accounts.schemas import (
    AcceptBody,
    DeleteOrganizationBody,
    InvitationBody,
    MemberBody,
    OrganizationBody,
    PasswordBody,
    RegisterBody,
    SignInBody,
    TokenBody,
)
from picsellia_server.context import Ctx
from picsellia_server.http.auth import COOKIE, check_page
from picsellia_server.http.call import Calling, answer
from picsellia_server.http.limits import Entrance, TooManyTries
from picsellia_server.http.paging import Limit
from picsellia_server.http.routing import Router, may_raise

router = Router(prefix="/api", tags=["accounts"])


@router.get("/version", permission=Permission.ANYONE)
async def version() -> Response:
    wheel = f"/sdk/wheel/{service.wheel_name()}"
    return answer({"server": __version__, "sdk": __version__, "min_sdk": service.MIN_SDK, "wheel": wheel}, 200)


@router.get("/ping", permission=Permission.USER, response_model=Welcome)
async def ping(call: Calling) -> Response:
    return await call.read(service.welcome)


def _with_cookie(request: Request, session: Session) -> Response:
    response = answer({"username": session.username, "expires_at": session.expires_at}, 201)
    secure = request.app.state.house.settings.public_url.startswith("https:")
    response.set_cookie(
        COOKIE,
        session.secret,
        expires=session.expires_at,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return response


@router.post("/sessions", permission=Permission.ANYONE, responses=may_raise(WrongPassword, TooManyTries))
async def sign_in(body: SignInBody, request: Request, call: Calling) -> Response:
    check_page(request, request.app.state.own_origins)

    def enter(ctx: Ctx) -> Response:
        before = request.cookies.get(COOKIE)
        made = service.sign_in(ctx, username=body.username, password=body.password, before=before)
        return _with_cookie(request, made)

    async with _entrance(request).trying(body.username):
        return await call.create(enter)


def _entrance(request: Request) -> Entrance:
    entrance: Entrance = request.app.state.entrance
    return entrance


@router.delete("/sessions/current", permission=Permission.USER)
async def sign_out(call: Calling) -> Response:
    response = await call(service.sign_out)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.post(
    "/me/password", permission=Permission.USER, responses=may_raise(PasswordNotChanged, TokenBound, TooManyTries)
)
async def change_password(body: PasswordBody, request: Request, call: Calling) -> Response:
    credential = request.headers.get("authorization") or request.cookies.get(COOKIE, "")
    async with _entrance(request).trying(credential):
        return await call(service.change_password, old=body.old, new=body.new)


@router.get("/tokens", permission=Permission.USER, response_model=list[Token])
async def tokens(call: Calling) -> Response:
    return await call.read(service.tokens)


@router.post("/tokens", permission=Permission.USER, response_model=NewToken, status_code=201)
async def make_token(body: TokenBody, call: Calling) -> Response:
    return await call.create(
        service.make_token, name=body.name, organization=body.organization, expires_at=body.expires_at
    )


@router.delete("/tokens/{token_id}", permission=Permission.USER, responses=may_raise(TokenUnknown))
async def revoke_token(token_id: str, call: Calling) -> Response:
    return await call(service.revoke_token, token_id)


@router.get("/organization/tokens", permission=Permission.ADMINISTER, response_model=list[Token])
async def organization_tokens(call: Calling) -> Response:
    return await call.read(service.organization_tokens)


@router.get("/organizations", permission=Permission.USER, response_model=list[Organization])
async def organizations(call: Calling) -> Response:
    return await call.read(service.organizations)


@router.post(
    "/organizations",
    permission=Permission.USER,
    response_model=Organization,
    status_code=201,
    responses=may_raise(NameTaken),
)
async def found_organization(body: OrganizationBody, call: Calling) -> Response:
    return await call.create(service.found_organization, name=body.name)


@router.get("/organization", permission=Permission.SEE, response_model=Organization)
async def organization(call: Calling) -> Response:
    return await call.read(service.organization)


@router.patch("/organization", permission=Permission.OWN, response_model=Organization, responses=may_raise(NameTaken))
async def rename_organization(body: OrganizationBody, call: Calling) -> Response:
    return await call(service.rename_organization, name=body.name)


@router.post("/organization/delete", permission=Permission.OWN)
async def delete_organization(body: DeleteOrganizationBody, call: Calling) -> Response:
    return await call(service.delete_organization, confirm=body.confirm)


@router.get("/organization/members", permission=Permission.SEE, response_model=list[Member])
async def members(call: Calling) -> Response:
    return await call.read(membership.members)


@router.put(
    "/organization/members/{username}",
    permission=Permission.ADMINISTER,
    response_model=list[Member],
    responses=may_raise(UserUnknown, LastOwner),
)
async def set_member(username: str, body: MemberBody, call: Calling) -> Response:
    return await call(membership.set_member, username, role=body.role)


@router.delete(
    "/organization/members/{username}",
    permission=Permission.ADMINISTER,
    responses=may_raise(UserUnknown, LastOwner),
)
async def remove_member(username: str, call: Calling) -> Response:
    return await call(membership.remove_member, username)


@router.get("/organization/invitations", permission=Permission.ADMINISTER, response_model=list[Invitation])
async def invitations(call: Calling) -> Response:
    return await call.read(membership.invitations)


@router.post("/organization/invitations", permission=Permission.ADMINISTER, response_model=Invitation, status_code=201)
async def invite(body: InvitationBody, call: Calling) -> Response:
    return await call.create(membership.invite, role=body.role, days=body.days)


@router.delete(
    "/organization/invitations/{invitation_id}",
    permission=Permission.ADMINISTER,
    responses=may_raise(InvitationUnknown),
)
async def revoke_invitation(invitation_id: str, call: Calling) -> Response:
    return await call(membership.revoke_invitation, invitation_id)


@router.post(
    "/invitations/accept",
    permission=Permission.USER,
    response_model=Organization,
    responses=may_raise(InvitationUnknown),
)
async def accept_invitation(body: AcceptBody, call: Calling) -> Response:
    return await call(membership.accept_invitation, secret=body.secret)


@router.post("/invitations/register", permission=Permission.ANYONE, responses=may_raise(InvitationUnknown, NameTaken))
async def register(body: RegisterBody, request: Request, call: Calling) -> Response:
    check_page(request, request.app.state.own_origins)

    def enter(ctx: Ctx) -> Response:
        made = membership.register(ctx, secret=body.secret, username=body.username, password=body.password)
        return _with_cookie(request, made)

    return await call.create(enter)


Filter = Annotated[str | None, Query(max_length=200)]


@router.get("/events", permission=Permission.ADMINISTER, response_model=list[Event])
async def events(
    call: Calling,
    limit: Limit = 100,
    below: Annotated[int | None, Query(ge=0, description="Only events with smaller ids: the page after.")] = None,
    username: Filter = None,
    verb: Filter = None,
    subject_type: Filter = None,
    subject_id: Filter = None,
) -> Response:
    return await call.read(
        service.events,
        limit=limit,
        below=below,
        username=username,
        verb=verb,
        subject_type=subject_type,
        subject_id=subject_id,
    )
