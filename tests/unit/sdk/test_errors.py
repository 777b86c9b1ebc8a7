"""Statuses and problem documents become error classes."""

from __future__ import annotations

import pickle

import pytest

from picsellia import errors, pxl_exceptions


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.InvalidQueryError),
        (401, errors.UnauthorizedError),
        (402, errors.UnsufficientRessourcesError),
        (403, errors.ForbiddenError),
        (404, errors.ResourceNotFoundError),
        (409, errors.InvalidQueryError),
        (413, errors.UnsufficientRessourcesError),
        (422, errors.InvalidQueryError),
        (429, errors.ApiLimitError),
        (500, errors.ProcessingError),
        (503, errors.ProcessingError),
        (507, errors.UnsufficientRessourcesError),
    ],
)
def test_each_status_has_its_class(status: int, kind: type[Exception]) -> None:
    assert errors.kind_of(status) is kind


def test_the_tree_lets_old_except_lines_work() -> None:
    assert issubclass(errors.ForbiddenError, errors.UnauthorizedError)
    assert issubclass(errors.UnauthorizedError, errors.AuthenticationError)
    assert issubclass(errors.InvalidQueryError, ValueError)
    assert all(issubclass(getattr(pxl_exceptions, name), errors.PicselliaError) for name in pxl_exceptions.__all__)


def test_a_problem_gives_its_sentence_code_and_request_id() -> None:
    body = {"status": 404, "code": "datasets.unknown", "detail": "No such thing.", "request_id": "r", "more": 1}

    error = errors.from_problem(404, body, doing="GET /x", host="http://a")

    assert str(error) == "No such thing. (request r)"
    assert (error.code, error.status, error.details) == ("datasets.unknown", 404, {"more": 1})


def test_an_answer_of_something_else_names_the_host() -> None:
    error = errors.from_problem(502, None, doing="GET /x", host="http://a")

    assert isinstance(error, errors.ProcessingError)
    assert "http://a" in str(error)


def test_errors_survive_pickling() -> None:
    error = errors.from_problem(409, {"detail": "Taken.", "code": "c", "request_id": "r"}, doing="x", host="h")

    again = pickle.loads(pickle.dumps(error))

    assert (type(again), str(again), again.code) == (type(error), str(error), "c")
