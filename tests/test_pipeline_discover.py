from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from pipeline import archive
from pipeline.discover import contents, discover, local_file
from pipeline.errors import FileChangedError, InputNotFoundError


def _zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def _with_raw_name(path: Path, placeholder: bytes, raw: bytes) -> Path:
    """Put bytes that are not ASCII where a name of the same length stands, without the UTF-8 flag."""
    assert len(placeholder) == len(raw)
    path.write_bytes(path.read_bytes().replace(placeholder, raw))
    return path


def test_a_folder_gives_its_pdfs_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """A folder is searched through; any case of .pdf counts, hidden files and macOS's copies do not."""
    names = ["b/2.PDF", "b/1.pdf", "a.Pdf", ".hidden.pdf", "__MACOSX/a.pdf", ".git/x.pdf", "readme.txt", "table.xlsx"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found = discover([tmp_path])
    assert [source.path for source in found.sources] == ["a.Pdf", "b/1.pdf", "b/2.PDF"]
    assert found.other_files == 2


def test_the_same_bytes_are_one_source(tmp_path: Path) -> None:
    """Files with equal bytes are one source; the other paths are remembered."""
    for name in ("z.pdf", "m.pdf", "a.pdf"):
        (tmp_path / name).write_bytes(b"same")
    (tmp_path / "other.pdf").write_bytes(b"other")
    found = discover([tmp_path, tmp_path / "z.pdf"])
    assert [(source.path, source.duplicate_paths) for source in found.sources] == [
        ("a.pdf", ("m.pdf", "z.pdf")),
        ("other.pdf", ()),
    ]


def test_a_file_given_by_name_is_a_source_whatever_its_name(tmp_path: Path) -> None:
    """A single file is taken even when it is not named .pdf: the reading tells what it is."""
    (tmp_path / "page.html").write_bytes(b"<html>")
    assert [source.path for source in discover([tmp_path / "page.html"]).sources] == ["page.html"]


def test_a_missing_input_stops_the_run_before_anything_is_read(tmp_path: Path) -> None:
    """A misspelt path is an error of usage."""
    with pytest.raises(InputNotFoundError, match="nowhere"):
        discover([tmp_path, tmp_path / "nowhere"])


def test_a_folder_without_pdfs_is_a_failed_source(tmp_path: Path) -> None:
    """An empty folder gets a row of its own, known by its path."""
    (source,) = discover([tmp_path]).sources
    assert source.failure is not None
    assert (source.failure.code, source.file_bytes) == ("NO-PDFS", None)
    assert len(source.sha256) == 64


def test_members_of_a_zip_are_sources(tmp_path: Path) -> None:
    """A member's path names the archive, and its bytes are those of the member."""
    packed = _zip(tmp_path / "bundle.zip", {"dir/b.pdf": b"bb", "dir/": b"", "a.PDF": b"a", "note.txt": b"-"})
    found = discover([packed])
    assert [source.path for source in found.sources] == ["bundle.zip!/a.PDF", "bundle.zip!/dir/b.pdf"]
    assert [b"".join(contents(source)) for source in found.sources] == [b"a", b"bb"]
    assert found.other_files == 1


def test_a_zip_in_a_folder_is_looked_into(tmp_path: Path) -> None:
    """Zips count like folders wherever they lie, one inside another included, a third level not."""
    deepest = _zip(tmp_path / "deepest.zip", {"d.pdf": b"d"}).read_bytes()
    inner = _zip(tmp_path / "inner.zip", {"c.pdf": b"c", "deepest.zip": deepest}).read_bytes()
    (tmp_path / "in").mkdir()
    _zip(tmp_path / "in" / "outer.zip", {"inner.zip": inner})
    found = discover([tmp_path / "in"])
    assert [source.path for source in found.sources] == ["outer.zip!/inner.zip!/c.pdf"]
    assert [b"".join(contents(source)) for source in found.sources] == [b"c"]
    assert found.other_files == 1


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_a_zip_are_decoded_as_they_were_meant(tmp_path: Path, encoding: str) -> None:
    """Without the UTF-8 flag a name is GBK (Chinese Windows) or UTF-8 (macOS), not code page 437."""
    raw = "绩效目标表.pdf".encode(encoding)
    placeholder = b"x" * (len(raw) - 4) + b".pdf"
    packed = _with_raw_name(_zip(tmp_path / "b.zip", {placeholder.decode(): b"1"}), placeholder, raw)
    assert [source.path for source in discover([packed]).sources] == ["b.zip!/绩效目标表.pdf"]


def test_a_member_that_needs_a_password_fails_alone(tmp_path: Path) -> None:
    """The encryption flag of one member costs only this member."""
    packed = _zip(tmp_path / "b.zip", {"a.pdf": b"a", "b.pdf": b"b"}, zipfile.ZIP_STORED)
    content = bytearray(packed.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    packed.write_bytes(content)
    found = discover([packed])
    codes = {source.path: source.failure and source.failure.code for source in found.sources}
    assert codes == {"b.zip!/a.pdf": "ENCRYPTED-ARCHIVE", "b.zip!/b.pdf": None}


def test_a_damaged_zip_is_one_failed_source_known_by_its_bytes(tmp_path: Path) -> None:
    """A zip cut short is reported and does not stop the run."""
    whole = _zip(tmp_path / "b.zip", {"a.pdf": b"a" * 5000}).read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[:60])
    (tmp_path / "good.pdf").write_bytes(b"good")
    found = discover([tmp_path])
    assert [(source.path, source.failure and source.failure.code) for source in found.sources] == [
        ("b.zip", "DAMAGED-ARCHIVE"),
        ("good.pdf", None),
    ]
    assert found.sources[0].file_bytes == 60


def test_a_member_with_flipped_bytes_fails_alone(tmp_path: Path) -> None:
    """The sum over a member's bytes is checked."""
    packed = _zip(tmp_path / "b.zip", {"a.pdf": b"AAAA", "b.pdf": b"b"}, zipfile.ZIP_STORED)
    packed.write_bytes(packed.read_bytes().replace(b"AAAA", b"AABA"))
    codes = [source.failure and source.failure.code for source in discover([packed]).sources]
    assert codes == ["DAMAGED-ARCHIVE", None]


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """An archive that unpacks to hundreds of times its size is not unpacked."""
    packed = _zip(tmp_path / "b.zip", {"a.pdf": bytes(archive.RATIO_FROM_BYTES + 1)})
    (source,) = discover([packed]).sources
    assert source.failure is not None
    assert source.failure.code == "ARCHIVE-LIMIT"


def test_an_archive_without_pdfs_is_a_failed_source(tmp_path: Path) -> None:
    """A zip of office files is reported like an empty folder."""
    (source,) = discover([_zip(tmp_path / "b.zip", {"a.docx": b"a"})]).sources
    assert source.failure is not None
    assert source.failure.code == "NO-PDFS"


def test_a_file_that_changed_since_it_was_hashed_is_not_converted(tmp_path: Path) -> None:
    """A file that is still being copied is not taken for the one that was hashed."""
    (tmp_path / "a.pdf").write_bytes(b"half")
    (source,) = discover([tmp_path / "a.pdf"]).sources
    (tmp_path / "a.pdf").write_bytes(b"half and the rest")
    with pytest.raises(FileChangedError):
        local_file(source, tmp_path)


def test_a_member_is_unpacked_under_our_own_name(tmp_path: Path) -> None:
    """A member's name cannot lead out of the folder it is unpacked to."""
    (source,) = discover([_zip(tmp_path / "b.zip", {"../../evil.pdf": b"evil"})]).sources
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    copy = local_file(source, scratch)
    assert (copy.parent, copy.read_bytes()) == (scratch, b"evil")


def test_a_broken_link_and_a_pipe_are_unreadable(tmp_path: Path) -> None:
    """What is no regular file gets a row and is never waited for."""
    (tmp_path / "link.pdf").symlink_to(tmp_path / "gone.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    codes = [source.failure and source.failure.code for source in discover([tmp_path]).sources]
    assert codes == ["UNREADABLE", "UNREADABLE"]


def test_a_file_name_that_is_not_utf8_is_written_as_gbk(tmp_path: Path) -> None:
    """Names from old Chinese archives become valid text."""
    name = os.fsencode(tmp_path) + b"/" + "目标.pdf".encode("gbk")
    with Path(os.fsdecode(name)).open("wb") as file:
        file.write(b"x")
    assert [source.path for source in discover([tmp_path]).sources] == ["目标.pdf"]
