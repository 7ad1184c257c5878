"""Everything there is to choose from, as it stands for somebody, and what a clinic adds for itself."""
