"""What only the makers of the course need: measuring, proving, building."""
