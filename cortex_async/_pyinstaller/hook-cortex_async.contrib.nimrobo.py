from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_async.contrib.nimrobo", without=("fake",))
