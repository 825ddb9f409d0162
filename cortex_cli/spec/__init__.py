"""Compares specs of the API, as far as that needs no generator.

Both sides are OpenAPI documents as the API serves them: what this package was built from, and another one.
What a build would add, such as corrections of the spec, is left out on both sides.
"""
