"""Apply every ordinary change at once to a copy of the repository, and run ``make check`` and the whole suite
there.

``python -m tests.vendor_changes [TESTS ...]`` runs only these tests. ``--openapi-31`` serves the document as
OpenAPI 3.1.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.vendor_changes.changes import CHANGES, as_openapi_31
from tests.vendor_changes.repository import Copy


def main(arguments: list[str]) -> None:
    tests = [argument for argument in arguments if not argument.startswith("--")]
    with tempfile.TemporaryDirectory(prefix="vendor-changes-") as folder:
        copy = Copy.make(Path(folder))
        document = copy.document
        for change in CHANGES.values():
            change(document)
        if "--openapi-31" in arguments:
            as_openapi_31(document)
        print(copy.regenerate(document))
        if not tests:
            print(copy.run("mypy"))
        print(copy.test("-n", "2", *(tests or ["tests", "--ignore", "tests/vendor_changes"])))


if __name__ == "__main__":
    main(sys.argv[1:])
