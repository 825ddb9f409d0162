from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_async.contrib.orga", without=("fake",))
