"""How the state is kept: records by id and in groups, messages by session. Nothing searches row by row."""
