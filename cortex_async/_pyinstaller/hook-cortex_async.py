"""PyInstaller hook: the modules of ``cortex_async`` that load on first use."""

from cortex_async._pyinstaller import APART, modules

hiddenimports = modules("cortex_async", without=APART)
