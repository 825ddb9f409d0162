from cortex_async._pyinstaller import APART, modules

hiddenimports = modules("cortex_async", without=APART)
