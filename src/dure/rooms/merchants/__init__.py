"""Farms and shops that sell: onboarding, mandates, agreements, storefronts and payouts."""
