"""The base class of objects that belong to one process and can be neither copied nor pickled."""

from __future__ import annotations

from typing import NoReturn, SupportsIndex


class NotCopyable:
    """Raises ``TypeError`` on ``copy``, ``deepcopy`` and ``pickle``: all of them call ``__reduce_ex__``."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError(
            f"{type(self).__name__} cannot be copied or pickled, since it is bound to the connections of one process: "
            "share it, or create another where it is needed"
        )
