"""PyInstaller hook: the modules of ``cortex_async`` that load on first use, and what ``DriftObserver``
reads.
"""

from cortex_async._pyinstaller import APART, files, modules

hiddenimports = modules("cortex_async", without=APART)
# Only programs that import it themselves need it, and it is larger than all the rest.
excludedimports = ["pyarrow"]
datas = files("cortex_async._generated", "responses.json")
