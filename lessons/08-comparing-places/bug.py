# バグさがし: あかるさが 10ばいに なる
from microbit import *

FILE = "places.csv"

try:
    with open(FILE) as file:
        table = file.read()
except OSError:
    table = "place,light,temp\n"


def average_light():
    total = 0
    for i in range(10):
        total = total + display.read_light_level()
        sleep(100)
    return total


while True:
    if button_a.was_pressed():
        place = table.count("\n")
        table = table + "%d,%d,%d\n" % (place, average_light(), temperature())
        with open(FILE, "w") as file:
            file.write(table)
    if button_b.was_pressed():
        print(table)
    sleep(50)
