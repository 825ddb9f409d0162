"""The version of this package. A constant: to look it up in the installed metadata takes a tenth of a cold process's first call."""

from typing import Final

VERSION: Final = "0.1.0"
