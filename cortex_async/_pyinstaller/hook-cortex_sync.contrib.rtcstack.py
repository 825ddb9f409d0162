"""PyInstaller hook: the modules of ``cortex_sync.contrib.rtcstack`` that load on first use."""

from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_sync.contrib.rtcstack", without=("fake",))
