"""What else: ranking over a catalogue."""
