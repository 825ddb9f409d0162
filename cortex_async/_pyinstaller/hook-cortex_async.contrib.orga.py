"""PyInstaller hook: the modules of ``cortex_async.contrib.orga`` that load on first use."""

from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_async.contrib.orga", without=("fake",))
