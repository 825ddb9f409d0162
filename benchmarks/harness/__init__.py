"""What every measure stands on: contestants in interleaved rounds, requirements, reports."""
