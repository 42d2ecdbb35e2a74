"""The live room at the gate: screen, chat, hearts and captions, for thousands of browsers at once. No Django."""
