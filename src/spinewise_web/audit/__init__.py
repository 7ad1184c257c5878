"""Who did what and when: an append-only chain per clinic that holds ids and digests, and nobody's health."""
