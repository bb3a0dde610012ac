"""What people are told, on which channels, and whether it reached them."""
