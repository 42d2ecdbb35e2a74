"""The face of the house: home and pages over several rooms. Holds no rules."""
