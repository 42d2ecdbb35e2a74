"""The shape of the house, checked: every rule the paper promises and a machine can keep."""
