"""The shared look: base page, components, drawings, preferences, and what keeps working without a line."""
