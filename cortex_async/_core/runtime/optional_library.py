"""Optional libraries, each of which is an extra."""

from __future__ import annotations

from importlib import import_module


def require(name: str, extra: str, need: str) -> None:
    """Import an optional library, for the import statement that follows.

    need: how the error begins, e.g. ``to_arrow needs``.

    Raises ``ModuleNotFoundError``, which names the extra, if it is not installed.
    """
    try:
        import_module(name)
        return
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
    raise ModuleNotFoundError(
        f"{need} {name}, which is not installed: pip install 'odin-cortex[{extra}]'", name=name
    )
