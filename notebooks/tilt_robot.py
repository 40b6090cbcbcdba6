# かたむけて うごかす ロボット: ひだりと みぎの モーターの はやさを おくる
from microbit import *

while True:
    # まえに かたむけると すすむ。よこに かたむけると まがる。
    forward = -accelerometer.get_y() // 10
    turn = accelerometer.get_x() // 20
    left = max(-100, min(100, forward + turn))
    right = max(-100, min(100, forward - turn))

    # すすむ むきを やじるしで みせる
    if abs(forward) < 10 and abs(turn) < 10:
        display.show(Image.SQUARE_SMALL)
    elif abs(turn) > abs(forward):
        display.show(Image.ARROW_E if turn > 0 else Image.ARROW_W)
    else:
        display.show(Image.ARROW_N if forward > 0 else Image.ARROW_S)

    print("left:%d,right:%d" % (left, right))
    sleep(100)
