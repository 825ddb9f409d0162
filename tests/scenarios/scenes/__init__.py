"""What happens around each script: one module a page of the vendor, one function a scenario."""
