"""Who sells here and on what terms: merchants, agreements, storefronts, and paying out what they earned.

* Merchant: an organisation that sells; started in three screens, approved by trust.
* Agreement: a commission plan with its days; rates by channel in hundredths of a percent (basis points).
* Market rate: what selling elsewhere costs, an input fact with its source; the promise is measured against it.
* Payout run: everything due in one currency, sent with one bank file; a payout is one merchant's part of it.
"""
