"""The patient's own screens: today, follow-along, log, progress, lessons, flare-ups, messages, settings."""
