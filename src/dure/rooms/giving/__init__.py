"""Goods for good: funds of verified charities, what sellers pledge of each sale, and gifts from a wallet.

* Fund: money kept for one purpose by a verified charity; its account is `fund:<fund>` in the book, and public.
* Pledge rule: what a seller gives of each sale, by product, during a campaign, or of the whole shop.
* Campaign: a time in which shops give together to one fund.
* Donation: a gift from a wallet. Disbursement: money paid out of a fund, with pictures as evidence.
"""
