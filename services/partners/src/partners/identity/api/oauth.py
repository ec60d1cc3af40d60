"""`/oauth/token` and `/.well-known/…`: what comes before a caller is known."""

import base64
import binascii
from typing import Annotated
from urllib.parse import unquote_plus

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, Response

from partners.common.context import InContext
from partners.identity import examples
from partners.identity.rules.scopes import KNOWN
from partners.identity.rules.tokens import scope_text
from partners.identity.schemas import TokenAnswer, TokenError
from partners.identity.usecases import keys
from partners.identity.usecases.tokens import Issuer, TokenRefused, token_for_client
from shared.auth.dependencies import Public
from shared.http.context import Now
from shared.http.examples import example_of_answer, example_of_form
from shared.http.fields import DEMANDED
from shared.http.response_headers import headers
from shared.http.session import UntenantedSession
from shared.values.json_types import JsonObject

router = APIRouter(tags=["tokens"], dependencies=[Public])

_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_STATUS = {"invalid_client": 401, "slow_down": 429}
_ANSWERS: dict[int | str, JsonObject] = {
    200: {"headers": headers("Cache-Control")},
    400: {"model": TokenError, "description": "The request is not acceptable"},
    401: {
        "model": TokenError,
        "description": "The client is unknown, or its secret is not right",
        "headers": headers("WWW-Authenticate"),
    },
    429: {
        "model": TokenError,
        "description": "Too many wrong secrets; see Retry-After",
        "headers": headers("Retry-After"),
    },
}


async def _issuer(context: InContext) -> Issuer:
    auth = context.platform.auth
    return Issuer(auth.issuer, auth.audience, context.settings.key_secret.get_secret_value())


AsIssuer = Annotated[Issuer, Depends(_issuer)]


@router.post(
    "/oauth/token",
    response_model=TokenAnswer,
    responses=_ANSWERS,
    openapi_extra=example_of_form(examples.TOKEN_REQUEST),
)
async def issue_token(
    request: Request,
    session: UntenantedSession,
    issuer: AsIssuer,
    now: Now,
    grant_type: Annotated[str | None, Form(json_schema_extra=DEMANDED | {"const": "client_credentials"})] = None,
    scope: Annotated[str | None, Form(description="less than all the client may do")] = None,
    client_id: Annotated[str | None, Form(description="unless sent by HTTP Basic")] = None,
    client_secret: Annotated[str | None, Form(description="unless sent by HTTP Basic")] = None,
) -> Response:
    """Issue an access token.

    Issues an access token to a system by OAuth 2 client credentials (RFC 6749, 4.4). Public; the client proves itself
    with its id and secret, by HTTP Basic or in the form.
    """
    try:
        identity = _credentials(request, client_id, client_secret)
        if grant_type is None:
            raise TokenRefused("invalid_request", "Send grant_type=client_credentials as a form.")
        if grant_type != "client_credentials":
            raise TokenRefused("unsupported_grant_type", "Only client_credentials is supported.")
        token = await token_for_client(session, issuer, *identity, scope, now)
    except TokenRefused as refused:
        return _refusal(refused)
    answer = TokenAnswer(
        access_token=token.access_token,
        expires_in=int(token.lifetime.total_seconds()),
        scope=scope_text(token.scopes),
    )
    return JSONResponse(answer.model_dump(), headers=_NO_STORE)


@router.get(
    "/.well-known/jwks.json",
    responses={200: example_of_answer(examples.KEY_SET) | {"headers": headers("Cache-Control")}},
)
async def get_token_key_set(session: UntenantedSession, response: Response) -> JsonObject:
    """Get the keys that verify access tokens.

    Answers the public keys that access tokens are verified with, as a JSON Web Key Set. Public, and may be kept for a
    minute.
    """
    response.headers["Cache-Control"] = "public, max-age=60"
    return await keys.jwks(session)


@router.get("/.well-known/oauth-authorization-server", responses={200: example_of_answer(examples.METADATA)})
async def get_authorization_server_metadata(context: InContext) -> JsonObject:
    """Get the metadata of the authorization server.

    Answers where tokens are issued and how clients prove themselves (RFC 8414). Public.
    """
    base = context.platform.http.public_url.rstrip("/")
    return {
        "issuer": context.platform.auth.issuer,
        "token_endpoint": f"{base}/oauth/token",
        "jwks_uri": f"{base}/.well-known/jwks.json",
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": sorted(KNOWN),
    }


def _credentials(request: Request, client_id: str | None, client_secret: str | None) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        if client_secret is not None:
            raise TokenRefused("invalid_request", "Prove the client in one way: by HTTP Basic or in the form.")
        try:
            name, found, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            found = ""
        if not found:
            raise TokenRefused("invalid_client", "The Authorization header cannot be read.")
        return unquote_plus(name), unquote_plus(secret)
    if client_id is None or client_secret is None:
        raise TokenRefused("invalid_client", "Send the client's id and secret by HTTP Basic or in the form.")
    return client_id, client_secret


def _refusal(refused: TokenRefused) -> Response:
    status = _STATUS.get(refused.code, 400)
    headers = dict(_NO_STORE)
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="trellis"'
    if refused.wait:
        headers["Retry-After"] = str(max(1, round(refused.wait.total_seconds())))
    body = TokenError(error=refused.code, error_description=refused.description)
    return JSONResponse(body.model_dump(), status, headers=headers)
