"""The shops that `peers.py` drives side by side: ours by its pages and by its API, and Vendure by its shop API."""
