# おんどけい: あつい、ちょうど いい、さむいを かおで しらせる
from microbit import *

# この すうじは みんなで そうだんして かえよう
HOT = 30          # これ いじょうは あつい
COLD = 15         # これ いかは さむい

# へやの おんどけいと くらべて、その ちがいを ひく
GAP = 0

while True:
    temp = temperature() - GAP

    # おんどで えを かえる
    # 1. もし temp が HOT いじょう なら Image.ANGRY を だす

    # 2. そうでなくて、もし COLD いか なら Image.SAD を だす(elif を つかう)

    # 3. どちらでも なければ Image.HAPPY を だす

    # 4. ボタンAを おしたら、おんどを すうじで ながす

    # おんどを パソコンへ おくる
    print("temp:" + str(temp))
    sleep(1000)
