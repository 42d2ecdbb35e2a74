"""Forms: what people type, read and checked before a verb hears of it."""
