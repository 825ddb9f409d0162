from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_sync.contrib.nimrobo", without=("fake",))
