# バグさがし: まっすぐ はしる だけで まがらない
from microbit import *
from robot import Robot

while True:
    if button_a.was_pressed():
        with Robot("servo") as robot:
            for i in range(4):
                robot.drive(60, 60)
                sleep(1000)
                robot.drive(60, 60)
                sleep(600)
    sleep(50)
