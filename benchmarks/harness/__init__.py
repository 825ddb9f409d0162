"""What all measures share: contestants in interleaved rounds, requirements, reports."""
