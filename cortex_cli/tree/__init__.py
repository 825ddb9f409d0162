"""The tree of commands: which there are, and groups that load only the command that is called."""
