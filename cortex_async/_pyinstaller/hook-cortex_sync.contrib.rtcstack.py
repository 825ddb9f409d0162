from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_sync.contrib.rtcstack", without=("fake",))
