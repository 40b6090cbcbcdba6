# いちばん つよい ゆれを おぼえる
biggest = 0
for strength in [1024, 1300, 900, 1100]:
    shake = abs(strength - 1024)
    biggest = max(biggest, shake)
    print(strength, shake, biggest)
