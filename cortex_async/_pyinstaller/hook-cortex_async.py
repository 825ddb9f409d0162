"""PyInstaller hook: the modules of ``cortex_async`` that load on first use."""

from cortex_async._pyinstaller import APART, modules

hiddenimports = modules("cortex_async", without=APART)
# Only programs that import it themselves need it, and it is larger than all the rest.
excludedimports = ["pyarrow"]
