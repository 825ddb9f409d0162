"""PyInstaller hook: the data files of ``cortex_async.emulator``."""

from cortex_async._pyinstaller import files

datas = [
    *files("cortex_async.emulator.page", "style.css", "script.js"),
    *files("cortex_async._generated", "openapi.json"),
]
