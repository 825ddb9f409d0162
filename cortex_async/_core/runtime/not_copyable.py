"""What belongs to connections, threads or an event loop of one process, and is neither copied nor pickled."""

from __future__ import annotations

from typing import NoReturn, SupportsIndex


class NotCopyable:
    """Refuses ``copy``, ``deepcopy`` and ``pickle``, which all ask here. Raises ``TypeError``."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} cannot be copied or pickled, since it belongs to the connections of one process: "
            "share it, or make one where it is needed"
        )
