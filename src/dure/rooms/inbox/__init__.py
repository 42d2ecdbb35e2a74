"""What people are told and what they tell each other: notifications and conversations."""
