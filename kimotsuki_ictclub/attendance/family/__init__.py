"""Consent and care: pictures, health notes, guardians, siblings. Each is optional, dated and can be taken back."""
