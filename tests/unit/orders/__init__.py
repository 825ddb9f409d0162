"""A small API in the shape of generated packages."""
