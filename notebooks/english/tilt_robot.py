# A robot driven by tilting: sends the speeds of the left and the right motor
from microbit import *

while True:
    # Tilt it forward to go, to the side to turn.
    forward = -accelerometer.get_y() // 10
    turn = accelerometer.get_x() // 20
    left = max(-100, min(100, forward + turn))
    right = max(-100, min(100, forward - turn))

    # An arrow shows where it goes
    if abs(forward) < 10 and abs(turn) < 10:
        display.show(Image.SQUARE_SMALL)
    elif abs(turn) > abs(forward):
        display.show(Image.ARROW_E if turn > 0 else Image.ARROW_W)
    else:
        display.show(Image.ARROW_N if forward > 0 else Image.ARROW_S)

    print("left:%d,right:%d" % (left, right))
    sleep(100)
