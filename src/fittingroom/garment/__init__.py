"""What is cut: fabrics, size charts, patterns, styles, and the catalogue that holds them."""
