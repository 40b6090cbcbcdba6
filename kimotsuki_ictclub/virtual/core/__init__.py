"""One Cortex-M core on Unicorn: memory, time, interrupts and the run loop. It knows no chip."""
