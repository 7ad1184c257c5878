"""What leaves the house on paper or as a file: the handout, the instruction sheet and the calendar."""
