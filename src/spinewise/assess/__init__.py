"""From answers to urgency, care and category."""
