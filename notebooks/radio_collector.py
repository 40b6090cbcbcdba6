# みんなの あかるさを むせんで あつめて、パソコンへ おくる
from microbit import *
import radio

GROUP = 7          # クラスで おなじ すうじに する

radio.on()
radio.config(group=GROUP)
display.show(Image.TARGET)
while True:
    message = radio.receive()
    if message:
        print(message)
    else:
        sleep(10)
