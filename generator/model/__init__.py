"""From the OpenAPI document to the IR."""
