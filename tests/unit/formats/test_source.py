"""Files, folders and archives: hostile ones are refused, and nothing is ever unpacked to a folder."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from picsellia.formats import FormatError, Source, read, source, zip_stream
from unit.formats.records import coco_file, pictures_of, reading, refusals_of

XML = b"<annotation><filename>a.jpg</filename></annotation>"


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file


def special(name: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (mode | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param("../a.xml", "leads out", id="up"),
        pytest.param("x/../../a.xml", "leads out", id="up-in-the-middle"),
        pytest.param("/etc/a.xml", "leads out", id="absolute"),
        pytest.param("..\\a.xml", "leads out", id="backslash"),
        pytest.param("C:/a.xml", "leads out", id="drive"),
        pytest.param("\\\\host\\share\\a.xml", "leads out", id="unc"),
        pytest.param(special("a.xml", stat.S_IFLNK), "link or a device", id="symlink"),
        pytest.param(special("a.xml", stat.S_IFCHR), "link or a device", id="device"),
        pytest.param(special("a.xml", stat.S_IFIFO), "link or a device", id="pipe"),
    ],
)
def test_an_entry_that_leaves_the_archive_is_refused_and_the_others_are_read(
    name: str | zipfile.ZipInfo, reason: str
) -> None:
    records = list(read(packed((name, XML), ("good.xml", XML))))

    (refusal,) = refusals_of(records)
    assert reason in refusal.reason
    assert len(pictures_of(records)) == 1


def test_an_entry_named_twice_counts_once() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        file = packed(("a.xml", XML), ("a.xml", XML))

    records = list(read(file))

    assert "two entries" in refusals_of(records)[0].reason
    assert len(pictures_of(records)) == 1


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(packed(("a.xml", XML), ("b.xml", XML)).getvalue())
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1

    records = list(read(io.BytesIO(bytes(data))))

    assert "encrypted" in refusals_of(records)[0].reason


def test_a_method_other_than_deflate_is_refused() -> None:
    file = packed(("a.xml", XML), method=zipfile.ZIP_LZMA)

    with Source.open(file) as opened:
        assert opened.names == []
        assert "deflate" in opened.refused[0].reason


def test_an_archive_that_swells_beyond_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SMALL", 1 << 20)
    bomb = packed(("a.json", b" " * (16 << 20)))

    with pytest.raises(FormatError, match="times its own size"):
        list(read(bomb))


def test_overlapping_entries_are_counted_each_time_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SMALL", 1 << 20)
    big = XML + b" " * (400 << 10)

    records = list(read(packed(*((f"{n}.xml", big) for n in range(50)))))

    assert any("times its own size" in refusal.reason for refusal in refusals_of(records))
    assert len(pictures_of(records)) < 50


@pytest.mark.parametrize("zip64", [False, True])
def test_an_archive_with_too_many_entries_is_refused_before_its_list_is_read(zip64: bool) -> None:
    data = packed(("a.xml", XML)).getvalue()
    end = data.rindex(b"PK\x05\x06")
    many = source.MOST_ENTRIES + 1
    if zip64:
        ending = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, many, many, 60, 0)
        ending += struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
        data = data[:end] + ending + data[end:]
    else:
        data = data[: end + 12] + struct.pack("<L", source.MOST_DIRECTORY + 1) + data[end + 16 :]

    with pytest.raises(FormatError, match="entries"):
        Source.open(io.BytesIO(data))


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_an_archive_that_is_cut_off_is_an_error(keep: float) -> None:
    data = packed(*((f"{n}.xml", XML) for n in range(20))).getvalue()

    with pytest.raises(FormatError):
        list(read(io.BytesIO(data[: int(len(data) * keep)])))


def test_a_damaged_entry_is_refused_and_the_others_are_read() -> None:
    data = bytearray(packed(("a.xml", XML * 1), ("b.xml", XML), method=zipfile.ZIP_STORED).getvalue())
    data[data.index(b"<annotation>") + 3] ^= 0xFF

    records = list(read(io.BytesIO(bytes(data))))

    assert [refusal.where for refusal in refusals_of(records)] == ["a.xml"]
    assert len(pictures_of(records)) == 1


def test_what_mac_os_leaves_behind_is_no_entry() -> None:
    file = packed(("__MACOSX/._a.xml", b"x"), (".DS_Store", b"x"), ("d/._b.xml", b"x"), ("a.xml", XML))

    with Source.open(file) as opened:
        assert opened.names == ["a.xml"]
        assert opened.refused == []


def test_reading_an_archive_writes_no_named_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    list(read(packed(("sub/a.xml", XML), ("../b.xml", XML))))

    assert list(tmp_path.rglob("*")) == []
    assert not (tmp_path.parent / "b.xml").exists()


def test_a_folder_is_read_with_its_folders_and_links_out_of_it_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.xml").write_bytes(XML)
    (inside / "sub" / "a.xml").write_bytes(XML)
    (inside / ".hidden.xml").write_bytes(XML)
    (inside / "link").symlink_to(outside)

    with Source.open(inside) as opened:
        assert opened.names == ["sub/a.xml"]
        assert [refusal.where for refusal in opened.refused] == ["link"]


def test_what_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"none\.json cannot be read: No such file"):
        list(read(tmp_path / "none.json"))


def test_a_file_that_was_given_open_stays_open(tmp_path: Path) -> None:
    file = packed(("a.xml", XML))

    list(read(file))

    assert not file.closed


def test_a_coco_file_in_an_archive_is_found_whatever_its_name() -> None:
    import json

    data = b"".join(zip_stream([("x/instances.JSON", json.dumps(coco_file()).encode()), ("notes.md", b"hi")]))

    assert [picture.file_name for picture in pictures_of(reading(data))] == ["a.jpg"]
