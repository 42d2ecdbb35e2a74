"""Who and where: persons, organisations, memberships, sign-ins, consents, regions."""
