"""The laws of ARCHITECTURE.md, read off the imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
SERVER = SRC / "picsellia_server"
NOUNS = (
    "accounts",
    "blobs",
    "pictures",
    "datasets",
    "annotations",
    "networks",
    "projects",
    "telemetry",
    "experiments",
    "scans",
)
PRESENT = [noun for noun in NOUNS if (SERVER / noun).is_dir()]
# What each file of a noun may import of its own noun, and of the nouns to its left.
OWN = {
    "model": set(),
    "tables": set(),
    "repository": {"tables", "model"},
    "service": {"repository", "model"},
    "schemas": {"model"},
    "routes": {"schemas", "service", "model"},
    "jobs": {"service", "model"},
}
LEFT = {
    "model": {"model"},
    "tables": {"tables"},
    "repository": {"tables", "model"},
    "service": {"service", "model"},
    "schemas": {"schemas", "model"},
    "routes": {"schemas", "service", "model"},
    "jobs": {"service", "model"},
}


def imports(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, those inside functions as well."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def noun_imports(path: Path) -> Iterator[tuple[str, str]]:
    """(noun, file) for each import of a noun's module."""
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "picsellia_server" or len(parts) < 3 or parts[1] not in NOUNS:
            continue
        if (SERVER / parts[1] / f"{parts[2]}.py").exists():
            yield parts[1], parts[2]


FILES = [path for noun in PRESENT for path in sorted((SERVER / noun).glob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_noun_uses_only_the_nouns_to_its_left(path: Path) -> None:
    place = NOUNS.index(path.parent.name)

    right = {f"{noun}.{file}" for noun, file in noun_imports(path) if NOUNS.index(noun) > place}

    assert not right, f"{path.parent.name} < {right}"


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem in OWN], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_calls_fall_one_way(path: Path) -> None:
    noun, kind = path.parent.name, path.stem
    wrong = set()

    for other, file in noun_imports(path):
        if file not in OWN:
            continue  # a helper with a subject of its own, bound by the law of the noun alone
        allowed = OWN[kind] if other == noun else LEFT[kind]
        if file not in allowed and not (kind == "repository" and file == "repository"):
            wrong.add(f"{other}.{file}")

    assert not wrong


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stem in ("service", "model", "routes", "schemas", "jobs")],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_sql_stays_in_repositories(path: Path) -> None:
    assert not {name for name in imports(path) if name.split(".")[0] in ("sqlalchemy", "psycopg")}


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.stem in ("service", "repository")],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_services_never_see_a_request(path: Path) -> None:
    forbidden = ("fastapi", "starlette", "picsellia_server.http", "picsellia_server.app")

    assert not {name for name in imports(path) if name.startswith(forbidden)}


WIRE = sorted((SERVER / "wire_v2").glob("*.py"))


@pytest.mark.parametrize("path", WIRE, ids=lambda path: path.name)
def test_the_wire_of_the_published_clients_translates_and_never_decides(path: Path) -> None:
    """No SQL, no storage, no look past the services: what it needs of a noun is in that noun."""
    names = set(imports(path))

    assert not {name for name in names if name.split(".")[0] in ("sqlalchemy", "psycopg", "boto3")}
    assert not {name for name in names if name.startswith("picsellia_server.storage")}
    assert not {file for _, file in noun_imports(path) if file in ("repository", "tables") or file.endswith("_rows")}
    assert "ctx.db" not in path.read_text()


def test_nobody_commits_but_the_edge() -> None:
    guilty = [path for path in FILES if ".commit(" in path.read_text()]

    assert not guilty


def test_the_server_imports_of_the_sdk_only_the_formats() -> None:
    wrong = {
        f"{path.relative_to(SRC)}: {name}"
        for path in SERVER.rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] == "picsellia" and not name.startswith("picsellia.formats") and name != "picsellia"
    }

    assert not wrong


def test_only_settings_read_the_environment() -> None:
    readers = {
        str(path.relative_to(SERVER))
        for path in SERVER.rglob("*.py")
        if "os.environ" in path.read_text() or "os.getenv" in path.read_text()
    }

    # The bundled PostgreSQL's programs are handed the environment; no setting of ours is read from it.
    assert {reader for reader in readers if not reader.startswith("db/")} == {"settings.py"}


def test_a_write_through_a_read_context_is_a_type_error(tmp_path: Path) -> None:
    guilty = tmp_path / "guilty.py"
    guilty.write_text(
        "import sqlalchemy as sa\n"
        "from picsellia_server.context import ReadCtx\n"
        "def change(ctx: ReadCtx) -> None:\n"
        "    ctx.db.write(sa.text('DELETE FROM users'))\n"
        "def delete(ctx: ReadCtx) -> None:\n"
        "    ctx.db.execute(sa.delete(sa.table('users')))\n"
    )

    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(guilty)],
        capture_output=True,
        text=True,
        cwd=SRC.parent,
        check=False,
    )

    assert 'guilty.py:4: error: "ReadDb" has no attribute "write"' in found.stdout
    assert "guilty.py:6: error" in found.stdout
