from cortex_async._pyinstaller import APART, modules

hiddenimports = modules("cortex_sync", without=APART)
