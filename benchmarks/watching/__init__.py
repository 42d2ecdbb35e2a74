"""Measuring live rooms: crowds of viewers in processes of their own, before our gate and before a plain broadcast."""
