"""What screens ask of the records: each goes through `visible_to(user)`, in a few queries, always the same number."""
