"""PyInstaller hook: the modules of ``cortex_async.contrib.nimrobo`` that load on first use, and what
``DriftObserver`` reads.
"""

from cortex_async._pyinstaller import files, modules

hiddenimports = modules("cortex_async.contrib.nimrobo", without=("fake",))
datas = files("cortex_async.contrib.nimrobo._generated", "responses.json")
