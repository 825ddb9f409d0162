"""Archives of a project's transcripts, in a directory or an object store."""
