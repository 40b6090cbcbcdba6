"""A cell that is a program for the board: `%%microbit`. It runs on a board, never in this Python."""
