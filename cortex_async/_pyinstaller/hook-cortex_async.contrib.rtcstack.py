"""PyInstaller hook: the modules of ``cortex_async.contrib.rtcstack`` that load on first use, and what
``DriftObserver`` reads.
"""

from cortex_async._pyinstaller import files, modules

hiddenimports = modules("cortex_async.contrib.rtcstack", without=("fake",))
datas = files("cortex_async.contrib.rtcstack._generated", "responses.json")
