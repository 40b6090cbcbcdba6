"""What is soldered to the chip, or plugged in: motion sensors, the interface chip, robots."""
