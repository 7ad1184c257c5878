"""Spinewise for clinics: accounts, records and pages around the core. No clinical decision is made here."""
