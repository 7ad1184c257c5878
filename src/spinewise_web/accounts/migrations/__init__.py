"""How the tables of accounts came to be what they are."""
