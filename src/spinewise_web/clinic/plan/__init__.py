"""The plan at the desk: shown, changed, signed, printed; templates to begin from."""
