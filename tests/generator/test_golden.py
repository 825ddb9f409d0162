"""First ring: one small specification with every emitted shape, its tree compared whole.

A wanted difference is taken over by `python -m tests.generator.golden`. The tree is type-checked with the other tests.
"""

from __future__ import annotations

from generator.write import differences
from tests.generator.golden.__main__ import OWNED, ROOT, tree


def test_the_golden_tree_is_what_the_generator_gives() -> None:
    assert differences(tree(), ROOT, OWNED) == [], "look at it, then: python -m tests.generator.golden"
