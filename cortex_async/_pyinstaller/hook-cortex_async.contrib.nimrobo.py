"""PyInstaller hook: the modules of ``cortex_async.contrib.nimrobo`` that load on first use."""

from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_async.contrib.nimrobo", without=("fake",))
