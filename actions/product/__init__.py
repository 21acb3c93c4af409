"""Questions about products, prices, eligibility and insurance in general."""
