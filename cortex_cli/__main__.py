"""``python -m cortex_cli``: the same as ``cortex``."""

from cortex_cli.entry import main

if __name__ == "__main__":
    main()
