"""PyInstaller hook: the modules of ``cortex_cli``, which load when their command is called."""

from cortex_async._pyinstaller import modules

hiddenimports = modules("cortex_cli")
