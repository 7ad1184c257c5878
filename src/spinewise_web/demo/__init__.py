"""A clinic with believable patients, to look at and to test with."""
