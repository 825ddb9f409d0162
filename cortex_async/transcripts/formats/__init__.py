"""One module for each format. None of them is imported before it is used."""
