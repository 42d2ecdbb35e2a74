"""Carrying things: shipments, parcels, waybills, scans, hand-overs and proof of delivery."""
