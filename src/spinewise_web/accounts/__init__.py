"""Who is there: clinics, the people who work in them, sign-in."""
