"""The public Python surface as data: read from the sources without importing them, kept in a file, compared."""
