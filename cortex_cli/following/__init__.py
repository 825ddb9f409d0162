"""What commands share that follow a project: its event stream, and the webhook log for what that missed."""
