"""The child's face: write a program, try it on a virtual board, have it checked, hand it in."""
