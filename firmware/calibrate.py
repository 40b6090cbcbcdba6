# ロボットの ちょうせい
#
#   from calibrate import calibrate
#   calibrate("servo")
#
# ボタンA: かえて もういちど。ボタンB: これで よい、つぎへ。
# おわると、プログラムに かく 1ぎょうを パソコンへ おくる。
from microbit import *
from robot import Robot


# おして はなすまで まつ。おして いなければ False。
def pressed(button):
    if not button.is_pressed():
        return False
    while button.is_pressed():
        sleep(20)
    return True


# values を じゅんばんに ためして、えらばれた ものを robot に おぼえさせる
def ask(robot, name, picture, values, left, right):
    i = 0
    while True:
        setattr(robot, name, values[i])
        display.show(picture)
        robot.drive(left, right)
        # うごく ときは 1.5びょうだけ。とまる すうじを さがす ときは そのまま。
        if left or right:
            sleep(1500)
            robot.stop()
        while not pressed(button_a):
            if pressed(button_b):
                return
            sleep(20)
        i = (i + 1) % len(values)


def calibrate(kind):
    pressed(button_b)       # はじめに おして いた ボタンを はなすまで まつ
    # 77 の ちかくを、ちかい じゅんに ためす
    near = [77, 78, 76, 79, 75, 80, 74, 81, 73, 82, 72, 83, 71]
    with Robot(kind) as robot:
        if kind == "servo":
            ask(robot, "stop1", "1", near, 0, 0)                            # P1 の タイヤは とまった?
            ask(robot, "stop2", "2", near, 0, 0)                            # P2 の タイヤは とまった?
        ask(robot, "back", Image.ARROW_N, [False, True], 60, 60)            # まえに すすんだ?
        ask(robot, "swap", Image.ARROW_W, [False, True], 0, 60)             # ひだりに まがった?
        ask(robot, "weak", Image.ARROW_N, [0, 5, -5, 10, -10, 15, -15, 20, -20], 60, 60)    # まっすぐ?
    line = 'Robot("%s", stop1=%d, stop2=%d, weak=%d, swap=%s, back=%s)' % (
        kind, robot.stop1, robot.stop2, robot.weak, robot.swap, robot.back)
    print(line)
    display.show(Image.YES)
    return line
