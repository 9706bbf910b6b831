"""The private ledger: one encrypted file with what is open between somebody and others."""
