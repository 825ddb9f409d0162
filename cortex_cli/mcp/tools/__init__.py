"""The tools, one noun a module. Each returns JSON of bounded size."""
