"""Every compiler setting of Sonae, in one place.

``cache``: compiled code is kept on disk, so a process never compiles twice. ``nogil``: chunks run in threads. ``error_model``: division
follows IEEE 754, without a branch. ``fastmath`` stays off: it would let the compiler reorder and contract sums, and two processors
would then give two answers. ``forceinline`` on the small ones: a loop that calls them can still use the vector units.
"""

import hashlib
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])

OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "fastmath": False,
    "boundscheck": False,
}

MISSING = (
    "numba がこの環境で使えないため、シミュレーションは実行できません。画面と sonae risk exact は numba なしで動きます。"
    " / numba cannot be loaded here, so simulation is not available. The screen and `sonae risk exact` work without it."
    " (pip install numba)"
)

SOURCES = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))).hexdigest()


def _load_array_functions() -> None:
    """Load numba's array functions without SciPy's BLAS: looking for it takes half a second of every start, and no kernel needs it."""
    if "scipy.linalg" in sys.modules:
        return
    sys.modules["scipy.linalg"] = None  # type: ignore[assignment]
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        del sys.modules["scipy.linalg"]


try:
    import numba
except ImportError as missing:  # no wheel for this processor or this Python
    _REASON: ImportError | None = missing
else:
    _REASON = None
    _load_array_functions()


class NotCompiledError(RuntimeError):
    """Raised at the first call of a kernel where numba is missing; never a silent fall back to a loop that takes hours."""


def available() -> bool:
    """Whether kernels can run here."""
    return _REASON is None


def kernel(function: _Function) -> _Function:
    """Compile a plain loop on arrays."""
    return _compiled(function, OPTIONS)


def inline(function: _Function) -> _Function:
    """Compile a small step that is called inside the loops of kernels."""
    return _compiled(function, OPTIONS | {"forceinline": True})


def _compiled(function: _Function, options: dict[str, Any]) -> _Function:
    if _REASON is not None:
        return cast(_Function, _refuse)
    compiled = numba.njit(**options)(function)
    # numba looks for changes only in the file of the function itself, not in the files of what it calls.
    compiled._cache._cache_file._source_stamp = SOURCES
    return cast(_Function, compiled)


def _refuse(*_: object, **__: object) -> None:
    raise NotCompiledError(MISSING) from _REASON
