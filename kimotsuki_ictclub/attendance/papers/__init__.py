"""What the club prints from its records: certificates, cards, survey sheets, the hand-over."""
