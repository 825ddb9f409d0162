"""What a new document changes for those who use the SDK."""
