"""Ordinary changes of the vendor's OpenAPI document, applied to a copy of the repository: the suites must
stay green.
"""
