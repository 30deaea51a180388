"""Who bought what in which size, and how it fitted: read, cleaned, split."""
