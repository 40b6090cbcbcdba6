# 2つの モーターで うごく ロボット
#
#   from robot import Robot
#   with Robot("servo") as robot:
#       robot.drive(50, 50)
#       sleep(1000)
#
# with を でると、エラーの ときも、モーターは かならず とまる。
# つかえる ロボット: servo  move-mini  maqueen  maqueen-plus  cutebot  tinybit
from microbit import i2c, pin1, pin2


class Robot:
    # stop1, stop2: P1 と P2 の サーボが とまる すうじ
    # weak: まっすぐ はしるための ちょうせい(-50 から 50)。+ は みぎ、- は ひだりを よわくする
    # swap: ひだりと みぎを いれかえる。back: まえと うしろを いれかえる
    def __init__(self, kind, stop1=77, stop2=77, weak=0, swap=False, back=False):
        if kind not in ("servo", "move-mini", "maqueen", "maqueen-plus", "cutebot", "tinybit"):
            raise ValueError("no such robot: " + kind)
        self.kind = kind
        self.stop1 = stop1
        self.stop2 = stop2
        self.weak = weak
        self.swap = swap
        self.back = back
        if kind in ("servo", "move-mini"):
            # サーボには 20ミリびょうに 1かい あいずを おくる
            pin1.set_analog_period(20)
            pin2.set_analog_period(20)
        self.stop()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        self.drive(0, 0)

    # はやさは -100(うしろ)から 100(まえ)まで
    def drive(self, left, right):
        left = max(-100, min(100, left))
        right = max(-100, min(100, right))
        if self.weak > 0:
            right = right * (100 - self.weak) // 100
        else:
            left = left * (100 + self.weak) // 100
        if self.back:
            left, right = -right, -left
        if self.swap:
            left, right = right, left
        kind = self.kind
        if kind == "servo":
            # みぎの サーボは むきが はんたい
            self.servo(pin1, self.stop1, left)
            self.servo(pin2, self.stop2, -right)
        elif kind == "move-mini":
            if left == right == 0:
                # 0 は「あいずなし」。この ロボットは これで とまる
                pin1.write_analog(0)
                pin2.write_analog(0)
            else:
                self.servo(pin1, self.stop1, -left)
                self.servo(pin2, self.stop2, right)
        elif kind == "maqueen":
            self.send(0x10, 0, left < 0, abs(left) * 255 // 100)
            self.send(0x10, 2, right < 0, abs(right) * 255 // 100)
        elif kind == "maqueen-plus":
            self.send(0x10, 0, 1 + (left < 0), abs(left) * 255 // 100, 1 + (right < 0), abs(right) * 255 // 100)
        elif kind == "cutebot":
            self.send(0x10, 1, 2 - (left < 0), abs(left), 0)
            self.send(0x10, 2, 2 - (right < 0), abs(right), 0)
        else:
            left = left * 255 // 100
            right = right * 255 // 100
            self.send(1, 2, max(left, 0), max(-left, 0), max(right, 0), max(-right, 0))

    def servo(self, pin, stop, speed):
        # 26 から 128 までが サーボの わかる あいず
        pin.write_analog(max(26, min(128, stop + speed * 51 // 100)))

    def send(self, address, *numbers):
        try:
            i2c.write(address, bytes(numbers))
        except OSError:
            raise OSError("robot does not answer: power on?")
