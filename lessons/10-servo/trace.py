# うでを すこしずつ あげる
angle = 10
for turn in range(1, 5):
    angle = min(angle + 12, 40)
    print(turn, angle)
