# バグさがし: あかるいと ひかって、くらいと きえる
from microbit import *

DARK = 80

while True:
    light = display.read_light_level()
    print("light:" + str(light))
    if light > DARK:
        display.show(Image.HEART)
    else:
        display.clear()
    sleep(200)
