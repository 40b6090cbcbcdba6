# チーム はっぴょう プラス: れい「おうえん ロボット」
# サーボの はたを ふりながら、むせんで なかまの ロボットにも ふらせる
from microbit import *
import radio

radio.on()
radio.config(group=12)
pin1.set_analog_period(20)
cheers = 0        # おうえんした かず


def flag(angle):
    pin1.write_analog(26 + angle * 102 // 180)
    sleep(300)


def cheer():
    global cheers
    cheers = cheers + 1
    print("cheers:%d" % cheers)
    display.show(Image.HEART)
    for i in range(3):
        flag(40)
        flag(140)
    flag(90)
    display.show(cheers % 10)


flag(90)
while True:
    # ボタンAか ふることで おうえんを はじめる
    if button_a.was_pressed() or accelerometer.was_gesture("shake"):
        radio.send("cheer")
        cheer()
    # なかまから とどいたら いっしょに おうえんする
    if radio.receive() == "cheer":
        cheer()
    sleep(50)
