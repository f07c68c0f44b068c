from __future__ import annotations

import io
import json
import os
import time
import zipfile
from pathlib import Path

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FileChangedError, InputNotFoundError
from pipeline.inputs import archive
from pipeline.inputs.discover import contents, discover, local_file
from pipeline.inputs.fileindex import UNSETTLED_NS, FileIndex
from pipeline.inputs.requested import inputs_of


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


def _nested(depth: int) -> bytes:
    """A PDF below so many zips."""
    content, name = b"%d" % depth, "d.pdf"
    for level in range(depth):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr(name, content)
        content, name = file.getvalue(), f"{level}.zip"
    return content


def test_a_zip_in_a_folder_is_looked_into(tmp_path: Path) -> None:
    """Zips count like folders wherever they lie, one inside another included."""
    (tmp_path / "in").mkdir()
    _zip(tmp_path / "in" / "outer.zip", {"inner.zip": _nested(2), "c.pdf": b"c", "x.doc": b""})
    found = discover([tmp_path / "in"])
    assert [source.path for source in found.sources] == ["outer.zip!/c.pdf", "outer.zip!/inner.zip!/0.zip!/d.pdf"]
    assert [b"".join(contents(source)) for source in found.sources] == [b"c", b"2"]
    assert found.other_files == 1


def test_zips_that_never_end_and_broken_ones_cost_only_themselves(tmp_path: Path) -> None:
    """A zip too deep, damaged or like a bomb inside another is a row of its own; its neighbours are read."""
    bomb = _zip(tmp_path / "bomb", {"b.pdf": bytes(archive.RATIO_FROM_BYTES + 1)}).read_bytes()
    members = {"a.pdf": b"a", "bomb.zip": bomb, "broken.zip": b"PK\x03\x04 no", "deep.zip": _nested(5)}
    found = discover([_zip(tmp_path / "outer.zip", members)])
    assert {source.path: source.failure and source.failure.code for source in found.sources} == {
        "outer.zip!/a.pdf": None,
        "outer.zip!/bomb.zip": "ARCHIVE-LIMIT",
        "outer.zip!/broken.zip": "DAMAGED-ARCHIVE",
        "outer.zip!/deep.zip!/3.zip!/2.zip!/1.zip": "ARCHIVE-LIMIT",
    }


def test_pictures_are_documents(tmp_path: Path) -> None:
    """JPEG, PNG and TIFF are taken from folders and zips as PDFs are."""
    (tmp_path / "in").mkdir()
    names = ["a.jpg", "b.JPEG", "c.png", "d.TIF", "e.tiff", "f.gif"]
    for name in names[1:]:
        (tmp_path / "in" / name).write_bytes(name.encode())
    _zip(tmp_path / "in" / "z.zip", {"a.jpg": b"a", "b.txt": b"b"})
    found = discover([tmp_path / "in"])
    assert [source.path for source in found.sources] == ["b.JPEG", "c.png", "d.TIF", "e.tiff", "z.zip!/a.jpg"]
    assert found.other_files == 2


def test_a_glob_that_the_shell_left_alone_is_followed(tmp_path: Path) -> None:
    """Matches are labelled below the part of the glob without wildcards; a name with wildcards is a name first."""
    for name in ("2023/a.pdf", "2023/deep/a.pdf", "2024/a.pdf", "2024/b.txt", "a[1].pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    assert _paths(f"{tmp_path}/20*/*.pdf") == ["2023/a.pdf", "2024/a.pdf"]
    assert _paths(f"{tmp_path}/**/a.pdf") == ["2023/a.pdf", "2023/deep/a.pdf", "2024/a.pdf"]
    assert _paths(f"{tmp_path}/202[3]") == ["a.pdf", "deep/a.pdf"]
    assert _paths(f"{tmp_path}/a[1].pdf") == ["a[1].pdf"]
    with pytest.raises(InputNotFoundError, match="Nothing matches"):
        discover([f"{tmp_path}/1999/*.pdf"])


def _paths(*inputs: str) -> list[str]:
    return [source.path for source in discover(inputs).sources]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\0"])
def test_a_list_names_inputs(tmp_path: Path, between: str) -> None:
    """A path a line, or between zero bytes; what has gone since the list was made fails alone."""
    (tmp_path / "in").mkdir()
    for name in ("一.pdf", "b c.pdf", "in/d.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    names = [str(tmp_path / name) for name in ("一.pdf", "b c.pdf", "gone.pdf", "in")]
    (tmp_path / "list").write_text("\ufeff" + between.join([*names, ""]), encoding="utf-8", newline="")
    found = discover(inputs_of([], [str(tmp_path / "list")]))
    assert [(source.path, source.failure and source.failure.code) for source in found.sources] == [
        (names[0], None),
        (names[1], None),
        (names[2], "UNREADABLE"),
        ("d.pdf", None),
    ]


def test_the_dataset_below_an_input_is_no_input(tmp_path: Path) -> None:
    """Pictures that were drawn into the output are not taken for scans by the next run."""
    for name in ("a.pdf", "output/explain/a/p001.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    found = discover([tmp_path], leave_out=tmp_path / "output")
    assert [source.path for source in found.sources] == ["a.pdf"]


def test_remote_files_folders_and_zips_are_inputs(tmp_path: Path) -> None:
    """An fsspec address is searched like a folder, and its files are copied to be read."""
    system = fsspec.filesystem("memory")
    root = f"/{tmp_path.name}"
    system.pipe({f"{root}/in/b/a.pdf": b"a", f"{root}/in/x.txt": b"", f"{root}/one.bin": b"1"})
    system.pipe(f"{root}/in/z.zip", _zip(tmp_path / "z.zip", {"m.pdf": b"m", "a.pdf": b"a"}).read_bytes())
    found = discover([f"memory:/{root}/in", f"memory:/{root}/one.bin"])
    assert [(source.path, source.duplicate_paths) for source in found.sources] == [
        ("b/a.pdf", ("z.zip!/a.pdf",)),
        ("z.zip!/m.pdf", ()),
        ("one.bin", ()),
    ]
    assert found.other_files == 1
    copies = [local_file(source, tmp_path) for source in found.sources]
    assert [copy.read_bytes() for copy in copies] == [b"a", b"m", b"1"]
    assert _paths(f"memory:/{root}/*/b/*.pdf") == ["in/b/a.pdf"]
    system.pipe(f"{root}/one.bin", b"2")
    with pytest.raises(FileChangedError):
        local_file(found.sources[2], tmp_path)
    with pytest.raises(InputNotFoundError, match="nothing at"):
        discover([f"memory:/{root}/nowhere"])


def test_an_address_of_an_unknown_protocol_is_told(tmp_path: Path) -> None:
    """A protocol whose package is missing is an error of usage that names it."""
    with pytest.raises(InputNotFoundError, match="nosuch"):
        discover(["nosuch://bucket/a.pdf"])


@pytest.mark.slow
def test_files_that_have_not_changed_are_not_read_again(tmp_path: Path) -> None:
    """The index knows a file by size, times and inode; one that changed within the clock's resolution is read."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(name.encode())
    _zip(folder / "z.zip", {"m.pdf": b"m", "n.pdf": b"n"})
    time.sleep(UNSETTLED_NS / 1e9 + 0.1)
    index = FileIndex()
    first = discover([folder], index=index)
    second = discover([folder], index=FileIndex(json.loads(json.dumps(index.merged()))))
    assert (first.hashed, second.hashed) == (3, 0)
    assert second.sources == first.sources
    before = (folder / "a.pdf").stat()
    (folder / "a.pdf").write_bytes(b"A.PDF")
    os.utime(folder / "a.pdf", ns=(before.st_atime_ns, before.st_mtime_ns))
    fresh = FileIndex(index.merged())
    third = discover([folder], index=fresh)
    assert third.hashed == 1
    assert third.sources[0].sha256 != first.sources[0].sha256
    # so fresh that a second change could leave the same mark: not to be trusted
    assert discover([folder], index=FileIndex(fresh.current)).hashed == 1


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=8)))
def test_an_index_of_anything_is_no_index(entries: dict[str, object]) -> None:
    """What is not our entry is as good as none: the index may be damaged without harm."""
    for address in entries:
        known = FileIndex(dict(entries)).known(address, "no such stamp")
        assert known is None


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
