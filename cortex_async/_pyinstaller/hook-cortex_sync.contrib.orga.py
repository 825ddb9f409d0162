"""PyInstaller hook: the modules of ``cortex_sync.contrib.orga`` that load on first use."""

from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_sync.contrib.orga", without=("fake",))
