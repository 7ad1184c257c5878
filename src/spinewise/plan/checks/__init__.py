"""The promises every plan keeps, one small function each. Written from the clinical model, not from the planner."""
