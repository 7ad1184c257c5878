"""Pages without an account: the check, a first visit, may I keep doing this. Nothing is stored."""
