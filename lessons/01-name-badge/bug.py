# バグさがし: えが でない
from microbit import *

FACE = Image("00000:09090:00000:90009:09990")

while True:
    display.show(FASE)
    sleep(1000)
    display.scroll("SORA")
