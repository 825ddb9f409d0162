# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""JSON names of secrets. Their values are masked in errors and recordings."""

from __future__ import annotations

SECRET_FIELDS: frozenset[str] = frozenset(
    {
        "accessKey",
        "accessToken",
        "apiKey",
        "basicAuthPassword",
        "bodyTemplate",
        "customHeaders",
        "e2eEncryptionPassword",
        "fusionSessionId",
        "headers",
        "password",
        "requestBody",
        "responseHeaders",
        "secret",
        "token",
        "value",
    }
)

SECRET_REQUEST_FIELDS: frozenset[str] = frozenset(
    {
        "accessKey",
        "apiKey",
        "basicAuthPassword",
        "bodyTemplate",
        "customHeaders",
        "e2eEncryptionPassword",
        "fusionSessionId",
        "headers",
        "password",
        "secret",
        "settings",
        "value",
    }
)
"""JSON names of secrets in requests, including names that responses use for something else."""
