"""How a network hangs together: the strong core, what leads into it, what it leads to, and the rest."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def shares(first: NDArray[Any], ends: NDArray[Any], customers: NDArray[np.int32]) -> dict[str, float]:
    """Shares of all firms: ``core`` (each reaches each along links), ``in`` (reaches the core), ``out`` (reached by it), ``rest``.

    A network without any circle has no core.

    >>> shares(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([1, 0, 0], np.int32))
    {'core': 0.666667, 'in': 0.333333, 'out': 0.0, 'rest': 0.0}
    """
    from scipy import sparse
    from scipy.sparse import csgraph

    count = len(first)
    starts = np.concatenate((first[:1], ends)).astype(np.int32)
    graph = sparse.csr_matrix((np.ones(len(customers), np.int8), customers, starts), shape=(count, count))
    _, label = csgraph.connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(label)
    if int(sizes.max()) < 2:
        return {"core": 0.0, "in": 0.0, "out": 0.0, "rest": 1.0}
    core = label == sizes.argmax()
    root = int(np.flatnonzero(core)[0])
    after = _reached(csgraph, graph, root, count)
    before = _reached(csgraph, graph.T.tocsr(), root, count)
    parts = {
        "core": int(core.sum()),
        "in": int((before & ~core).sum()),
        "out": int((after & ~core).sum()),
        "rest": int((~before & ~after).sum()),
    }
    return {name: round(number / count, 6) for name, number in parts.items()}


def _reached(csgraph: Any, graph: Any, root: int, count: int) -> NDArray[np.bool_]:
    reached = np.zeros(count, np.bool_)
    reached[csgraph.breadth_first_order(graph, root, return_predecessors=False)] = True
    return reached
