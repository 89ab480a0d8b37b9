"""Simulated incidents as a Parquet table, one row an incident, written in pieces so that memory stays flat."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sonae.kernels import product
from sonae.risk import simulate
from sonae.risk.model import LossModel

ROWS = 100_000  # about so many rows a group


def write(path: Path, model: LossModel, years: int, seed: int) -> None:
    """Write every incident of ``years`` simulated years; a run that fails or is killed leaves what was there before.

    Columns: ``year`` from 0, ``scenario``, ``days`` of recovery, ``loss_yen``, and one ``<cost head>_yen`` each. Years without an
    incident have no row. Raises OSError if the file cannot be written.
    """
    import pyarrow.parquet as parquet

    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with _nameless(path.parent) or draft.open("xb") as file:
            with parquet.ParquetWriter(file, _schema()) as writer:
                for table in _tables(model, years, seed):
                    writer.write_table(table)
            _name(file, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _nameless(folder: Path) -> BinaryIO | None:
    """A file without a name, which the system itself removes when a process dies; only Linux has them, and not on every disk."""
    try:
        handle = os.open(folder, os.O_RDWR | os.O_TMPFILE, 0o666)
    except (AttributeError, OSError):
        return None
    return os.fdopen(handle, "w+b")


def _name(file: BinaryIO, draft: Path) -> None:
    """Give a file without a name its name."""
    file.flush()
    if draft.exists():
        return
    folder = os.open(draft.parent, os.O_RDONLY)
    try:  # only with a folder does Python follow the link to the open file
        os.link(f"/proc/self/fd/{file.fileno()}", draft.name, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _schema() -> Any:
    import pyarrow as arrow

    yen = [(f"{head}_yen", arrow.int64()) for head in product.HEADS]
    words = arrow.dictionary(arrow.int8(), arrow.string())
    columns = [("year", arrow.int64()), ("scenario", words), ("days", arrow.float64()), ("loss_yen", arrow.int64())]
    return arrow.schema([*columns, *yen])


def _tables(model: LossModel, years: int, seed: int) -> Iterator[Any]:
    kept: list[simulate.Events] = []
    for part in simulate.events(model, years, seed):
        kept.append(part)
        if sum(len(entry.year) for entry in kept) >= ROWS:
            yield _table(model, kept)
            kept = []
    if kept:
        yield _table(model, kept)


def _table(model: LossModel, parts: list[simulate.Events]) -> Any:
    import numpy as np
    import pyarrow as arrow

    names = [scenario.id for scenario in model.content.scenarios]
    kind = np.concatenate([part.kind for part in parts]).astype(np.int8)
    yen = np.concatenate([part.yen for part in parts])
    columns = [
        np.concatenate([part.year for part in parts]),
        arrow.DictionaryArray.from_arrays(kind, names),
        np.concatenate([part.days for part in parts]),
        yen.sum(axis=1),
        *(yen[:, k] for k in range(len(product.HEADS))),
    ]
    return arrow.Table.from_arrays(
        [arrow.array(column) if not hasattr(column, "dictionary") else column for column in columns], schema=_schema()
    )
