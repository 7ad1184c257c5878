"""A visit: what was given and agreed to, how it was answered, the note; treatments elsewhere."""
