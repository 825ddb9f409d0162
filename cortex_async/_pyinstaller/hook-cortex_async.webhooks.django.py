hiddenimports = ["django.http", "django.core.exceptions"]
