"""The design system: layout, components, style."""
