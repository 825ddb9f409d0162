"""PyInstaller hook: the modules of Django that its webhook adapter loads."""

hiddenimports = ["django.http", "django.core.exceptions"]
