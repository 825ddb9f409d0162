"""Writes the pages that are made of the code, after `python -m generator build` has made those of the specs.

python -m tests.reference            write them
python -m tests.reference --check    exit with 1 if one is outdated
"""

from __future__ import annotations

import sys

from generator.write import differences, write
from tests.docs.pages import ROOT
from tests.reference.derived import OWNED, derived


def main(arguments: list[str]) -> int:
    pages = derived()
    if "--check" not in arguments:
        for path in write(pages, ROOT, OWNED):
            print(path)
        return 0
    found = differences(pages, ROOT, OWNED)
    for difference in found:
        print(difference, file=sys.stderr)
    if found:
        print("pages are outdated: run `make generate`", file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
