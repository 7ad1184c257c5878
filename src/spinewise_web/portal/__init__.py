"""The pages of patients, and of everybody who has no account."""
