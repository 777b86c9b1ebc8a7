"""Our signatures are botocore's, byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config

from picsellia_server.storage.sigv4 import Identity, sign_form, sign_url

KEYS = ["a/photo.jpg", "Grüße aus Köln/港口 (1).jpg", "a+b&c=d;e%2F~'\"!*.jpg", "a//b", "x" * 500]


def client(token: str | None = None) -> Any:
    return boto3.client(
        "s3",
        region_name="eu-west-3",
        endpoint_url="https://store.example.org:9000",
        aws_access_key_id="AKIA",
        aws_secret_access_key="secret/+",
        aws_session_token=token,
        config=Config(signature_version="s3v4", request_checksum_calculation="when_required"),
    )


def who(token: str | None = None) -> Identity:
    return Identity(access_key="AKIA", secret_key="secret/+", token=token, region="eu-west-3")


def ours(theirs: str, method: str, key: str, token: str | None = None, **options: Any) -> dict[str, list[str]]:
    """The query of our URL for the moment at which theirs was signed."""
    query = parse_qs(urlsplit(theirs).query)
    begin = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    until = begin + timedelta(seconds=int(query["X-Amz-Expires"][0]))
    base = "https://store.example.org:9000/bucket"
    url = sign_url(who(token), method, base, key, begin=begin, until=until, **options)
    assert urlsplit(url)[:3] == urlsplit(theirs)[:3]
    return parse_qs(urlsplit(url).query)


@pytest.mark.parametrize("key", KEYS, ids=["plain", "unicode", "punctuation", "empty-segment", "long"])
@pytest.mark.parametrize("token", [None, "a/session+token=="], ids=["key", "role"])
def test_a_download_is_signed_as_botocore_does(key: str, token: str | None) -> None:
    query = {"response-content-type": "image/png", "response-content-disposition": 'attachment; filename="a b"'}
    parameters = {
        "Bucket": "bucket",
        "Key": key,
        "ResponseContentType": query["response-content-type"],
        "ResponseContentDisposition": query["response-content-disposition"],
    }

    theirs = client(token).generate_presigned_url("get_object", Params=parameters, ExpiresIn=4000)

    assert ours(theirs, "GET", key, token, query=query) == parse_qs(urlsplit(theirs).query)


def test_a_part_is_signed_as_botocore_does() -> None:
    parameters = {"Bucket": "bucket", "Key": "k", "UploadId": "2~a/b", "PartNumber": 7}

    theirs = client().generate_presigned_url("upload_part", Params=parameters)

    signed = ours(theirs, "PUT", "k", query={"uploadId": "2~a/b", "partNumber": "7"})
    assert signed == parse_qs(urlsplit(theirs).query)


def test_an_upload_with_length_and_checksum_is_signed_as_botocore_does() -> None:
    parameters = {"Bucket": "bucket", "Key": "k", "ContentLength": 5, "ChecksumSHA256": "c2hhLTI1Ng=="}

    theirs = client().generate_presigned_url("put_object", Params=parameters)

    headers = {"content-length": "5", "x-amz-checksum-sha256": "c2hhLTI1Ng=="}
    assert ours(theirs, "PUT", "k", headers=headers) == parse_qs(urlsplit(theirs).query)


def test_a_form_is_sealed_as_botocore_does() -> None:
    theirs = client("token").generate_presigned_post("bucket", "k", Conditions=[["content-length-range", 0, 9]])
    fields = theirs["fields"]
    begin = datetime.strptime(fields["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    form = sign_form(who("token"), "bucket", "k", max_size=9, begin=begin, until=begin + timedelta(hours=1))

    assert form.keys() == fields.keys()
    assert who("token").seal(fields["x-amz-date"][:8], fields["policy"]) == fields["x-amz-signature"]
    assert form["x-amz-credential"] == fields["x-amz-credential"]


def test_no_address_lives_longer_than_s3_allows() -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)

    url = sign_url(who(), "GET", "https://s/b", "k", begin=begin, until=begin + timedelta(days=30))

    assert parse_qs(urlsplit(url).query)["X-Amz-Expires"] == ["604800"]
