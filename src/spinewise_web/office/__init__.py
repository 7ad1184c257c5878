"""The administrator's room: who works here, who comes, the clinic's customs, the record of what was done, the data."""
