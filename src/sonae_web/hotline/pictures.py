"""Files that come with a Tip: pictures are drawn anew, so that nothing but what is seen stays; others are taken as they are, with a warning."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from sonae.faults import Fault, InputError
from sonae.values import Text
from sonae_web.evidence import files

MOST_FILES, MOST_BYTES, MOST_PIXELS = 3, 8_000_000, 50_000_000
PICTURES = {files.PNG.media: ("PNG", "png"), files.JPEG.media: ("JPEG", "jpg"), files.WEBP.media: ("PNG", "png")}
_BROKEN = Fault(
    Text("この写真は開けません", "This picture cannot be opened"),
    Text(
        "画面の写し（スクリーンショット）か、JPEG・PNG の写真にしてください",
        "Send a screenshot, or the picture as JPEG or PNG",
    ),
    field="files",
)
_LARGE = Fault(
    Text("ファイルが大きすぎます（1つ8MBまで）", "The file is too large (8 MB each)"),
    Text("写真を小さくするか、要る部分だけにしてください", "Make it smaller, or send only the part that matters"),
    field="files",
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file as it will be sealed. ``carries_names``: its properties may still say who made it."""

    ending: str
    data: bytes
    carries_names: bool


class Held(FileUploadHandler):
    """Takes files into memory, never to a temporary place on the disk, and gives up one over the limit."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = io.BytesIO()
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece."""
        self.size += len(raw_data)
        if self.size > MOST_BYTES:
            assert self.request is not None
            self.request.META[files.TOO_LARGE] = True
            raise SkipFile
        self.taken.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """The whole file."""
        self.taken.seek(0)
        return InMemoryUploadedFile(
            self.taken, self.field_name, self.file_name or "", None, file_size, None, self.content_type_extra
        )


def cleaned(upload: Any) -> Cleaned:
    """A file without what its maker hid in it, where that is possible. Raises InputError: empty, broken, too large, not accepted."""
    data = upload.read()
    kind = files.recognised(upload.name or "", data[: files.HEAD], len(data))
    if kind is files.HEIC:
        raise InputError([_BROKEN])
    if kind.media in PICTURES:
        drawn, ending = redrawn(data, PICTURES[kind.media])
        return Cleaned(ending, drawn, False)
    ending = (upload.name or "").rpartition(".")[2].lower()
    return Cleaned(ending[:5], data, kind is not files.PLAIN)


def too_large() -> InputError:
    """The fault of a file over the limit."""
    return InputError([_LARGE])


def redrawn(data: bytes, into: tuple[str, str]) -> tuple[bytes, str]:
    """The picture as it is seen, in a new file: no place, no camera, no author, no hidden preview, nothing after its end."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    form, ending = into
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as source:
            if source.width * source.height > MOST_PIXELS:
                raise InputError([_LARGE])
            upright = ImageOps.exif_transpose(source).convert("RGB" if form == "JPEG" else "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError([_BROKEN]) from error
    canvas = Image.new(upright.mode, upright.size)
    canvas.paste(upright)
    new = io.BytesIO()
    canvas.save(new, form, **({"quality": 88} if form == "JPEG" else {}))
    return new.getvalue(), ending
