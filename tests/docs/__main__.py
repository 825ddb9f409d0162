"""``python -m tests.docs``: how many examples run, by language, and what does not, with the reasons."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.docs.evaluating import Block, block_of
from tests.docs.not_run import reason_of_line
from tests.docs.pages import PAGES, examples
from tests.docs.shell import commands_of


def blocks() -> list[Block]:
    """Every block of every page."""
    found = [block_of(example) for page in PAGES for example in examples(page)]
    return [block for block in found if block is not None]


def report() -> str:
    """The count as text."""
    kinds: Counter[str] = Counter()
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for block in blocks():
        kinds[f"{block.kind:9} {block.language or 'plain'}"] += 1
        if block.reason is not None:
            reasons[block.reason].append(f"{block.page}:{block.line}")
        elif block.language in ("sh", "console"):
            for command in commands_of(block.source):
                if (why := reason_of_line(command)) is not None:
                    reasons[why].append(f"{block.page}:{block.line} {command.split('  ')[0].strip()}")
    lines = [f"{number:5} {kind}" for kind, number in sorted(kinds.items(), reverse=True)]
    lines += ["", "not run:"]
    lines += [f"  {why}\n" + "\n".join(f"    {place}" for place in places) for why, places in reasons.items()]
    executed = sum(number for kind, number in kinds.items() if kind.startswith("run"))
    return "\n".join([*lines, "", f"{executed} examples of {len(PAGES)} pages run"])


if __name__ == "__main__":
    print(report())
