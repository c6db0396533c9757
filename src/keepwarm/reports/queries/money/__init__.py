"""What it costs and what it brings: the director's page, late buyers, the story of one sale, and the rows behind each figure."""
