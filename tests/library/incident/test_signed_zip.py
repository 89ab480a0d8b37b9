"""Claim packs: the same bytes from the same files, any changed file named, nothing hostile swallowed."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from sonae.faults import InputError
from sonae.incident import signed_zip

MADE = datetime.fromisoformat("2026-12-28T18:00:00+09:00")
KEY = bytes(range(32))
FILES = (signed_zip.of_text("index.html", "一覧", "<p>備え"), signed_zip.of_bytes("a/b.bin", "", bytes(3_000_000)))


def packed(folder: Path, files: tuple[signed_zip.Piece, ...] = FILES) -> Path:
    path = folder / "pack.zip"
    with path.open("wb") as stream:
        signed_zip.write(stream, files, {"case": "c1"}, MADE, KEY)
    return path


def changed(path: Path, name: str, data: bytes | None, twice: bool = False) -> Path:
    """The archive with one file replaced, removed (None), or there a second time."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            if entry != name or twice:
                target.writestr(entry, source.read(entry))
        if data is not None:
            target.writestr(name, data)
    return other


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    assert packed(tmp_path).read_bytes() == packed(tmp_path).read_bytes()
    verdict = signed_zip.verify(packed(tmp_path))
    assert (verdict.whole, verdict.case, verdict.files, len(verdict.key)) == (True, "c1", 2, 16)


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("index.html", b"<p>other", ("index.html", "changed")),
        ("index.html", None, ("index.html", "missing")),
        ("a/b.bin", bytes(200_000_000), ("a/b.bin", "changed")),  # swells: read no further than it should be
        ("more.exe", b"MZ", ("more.exe", "extra")),
        ("signature.json", b"{}", ("manifest.json", "signature")),
        ("signature.json", None, ("manifest.json", "signature")),
    ],
)
def test_what_was_changed_is_named(tmp_path: Path, name: str, data: bytes | None, wrong: tuple[str, str]) -> None:
    assert signed_zip.verify(changed(packed(tmp_path), name, data)).wrong == (wrong,)


def test_a_new_manifest_needs_a_new_signature(tmp_path: Path) -> None:
    path = packed(tmp_path)
    with zipfile.ZipFile(path) as source:
        manifest = json.loads(source.read("manifest.json"))
    manifest["files"][0]["sha256"] = "0" * 64
    wrong = signed_zip.verify(changed(path, "manifest.json", json.dumps(manifest).encode())).wrong
    assert wrong == (("manifest.json", "signature"), ("index.html", "changed"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_file_of_the_same_name_is_named(tmp_path: Path) -> None:
    wrong = signed_zip.verify(changed(packed(tmp_path), "index.html", b"x", twice=True)).wrong
    assert ("index.html", "extra") in wrong


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"plain text", b"\x00" * 1000])
def test_what_is_no_pack_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(InputError):
        signed_zip.verify(path)
    for missing in (tmp_path, tmp_path / "nothing.zip"):
        with pytest.raises(InputError):
            signed_zip.verify(missing)


def test_another_zip_or_a_broken_manifest_is_no_pack(tmp_path: Path) -> None:
    for manifest in (b"", b"[]", b"{" * 100_000, b'{"schema":"sonae.claim-pack/1","files":[1]}'):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as target:
            target.writestr("manifest.json", manifest)
        path = tmp_path / "x.zip"
        path.write_bytes(stream.getvalue())
        with pytest.raises(InputError):
            signed_zip.verify(path)
