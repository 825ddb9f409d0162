"""Commands of operations: the data of the one that is called becomes a click command, which calls the SDK."""
