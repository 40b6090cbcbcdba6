# バグさがし: うごくのに、かずが とどかない
from microbit import *
from robot import Robot

while True:
    display.show(Image.HAPPY)
    if button_a.was_pressed():
        with Robot("servo") as robot:
            robot.drive(50, 50)
            for i in range(20):
                print("light:")
                sleep(100)
    sleep(50)
