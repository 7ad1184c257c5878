"""From what is cleared for a person to an accepted, scheduled plan."""
