"""Files of a company: whatever lies in a folder of its name in the data folder of any word."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings

from sonae import archive
from sonae.archive import Part
from sonae.faults import Fault, InputError
from sonae.values import Text

KEPT = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,120}")
UNFINISHED = ("waiting-",)
_NO_WORD = Text("この Sonae が知らない種類のファイルがあります", "holds files of a kind that this Sonae does not know")
_UPDATE = Text("Sonae を新しくしてから、もう一度読み込んでください", "Update Sonae, then try again")
_NO_ROOM = Text("保存する場所が足りません。何も変えていません", "cannot be stored; nothing has been changed")
_ROOM = Text("ディスクの空きを増やしてから、もう一度お試しください", "Make room on the disk, then try again")


def words() -> frozenset[str]:
    """Subjects that may keep files."""
    own = [entry.label for entry in apps.get_app_configs() if entry.name.startswith("sonae_web.")]
    return frozenset(own)


def of(company: UUID) -> Iterator[tuple[str, Path]]:
    """Every finished file of a company: the name it has in an archive, and where it lies."""
    for folder in sorted(Path(settings.DATA).glob(f"*/{company}")):
        if folder.parent.name in words():
            for path in sorted(folder.iterdir()):
                if path.is_file() and KEPT.fullmatch(path.name) and not path.name.startswith(UNFINISHED):
                    yield f"files/{folder.parent.name}/{path.name}", path


def room() -> Path:
    """Where archives are written and unpacked: in the data folder, so that a file comes to its place in one move."""
    place = Path(settings.DATA) / "unpacking"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


@contextmanager
def unpacked(path: Path, parts: Sequence[Part], company: UUID) -> Iterator[None]:
    """All files of a checked archive in their places; those that came are taken away again if the block fails.

    Raises InputError: a word that is unknown here, no room on the disk.
    """
    wanted = [part for part in parts if part.name.startswith("files/")]
    odd = next((part.name for part in wanted if part.name.split("/")[1] not in words()), None)
    if odd is not None:
        raise InputError([Fault(_NO_WORD, _UPDATE, value=odd)])
    came: list[Path] = []
    draft = Path(tempfile.mkdtemp(dir=room()))
    try:
        _bring(path, wanted, company, draft, came)
        yield
    except BaseException:
        for place in came:
            place.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _bring(path: Path, parts: Sequence[Part], company: UUID, draft: Path, came: list[Path]) -> None:
    try:
        for part in parts:
            _, word, name = part.name.split("/")
            place = Path(settings.DATA) / word / str(company) / name
            if place.exists():
                continue
            archive.unpack(path, part, draft / name)
            with (draft / name).open("rb") as stream:
                os.fsync(stream.fileno())
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            (draft / name).replace(place)
            came.append(place)
    except OSError as error:
        raise InputError([Fault(_NO_ROOM, _ROOM)]) from error
