"""PyInstaller hook: the spec, whose version ``cortex_async.evidence`` writes into bundles."""

from cortex_async._pyinstaller import files

datas = files("cortex_async._generated", "openapi.json")
