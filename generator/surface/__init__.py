"""The public Python surface: read from the sources without importing them, saved to a file, and compared."""
