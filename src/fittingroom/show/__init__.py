"""What is seen: pictures, glTF, USDZ and the report."""
