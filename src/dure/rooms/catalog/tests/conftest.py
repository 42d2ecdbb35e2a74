"""What the catalog's tests share."""
