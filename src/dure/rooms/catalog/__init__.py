"""What can be bought: products, lots, offers, stock, order cycles and search."""
