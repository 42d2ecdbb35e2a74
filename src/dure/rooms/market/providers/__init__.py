"""Payment companies, and our own wallet, behind one small interface (`contract.py`); `registry.py` knows which are on."""
