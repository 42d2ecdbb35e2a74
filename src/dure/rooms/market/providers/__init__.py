"""Payment companies, and our own wallet, behind one interface (`contract.py`); `registry.py` knows which are on."""
