"""PyInstaller hook: the modules of ``cortex_async.contrib.rtcstack`` that load on first use."""

from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_async.contrib.rtcstack", without=("fake",))
