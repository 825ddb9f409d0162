"""What commands have in common that follow a project: its event stream, and the webhook log for what it missed."""
