# ほすうは いくつに なる?
STEP = 1300
steps = 0
high = False
for strength in [1024, 1500, 1600, 1000, 1400]:
    if strength > STEP and not high:
        high = True
        steps = steps + 1
    if strength < STEP - 100:
        high = False
    print(strength, high, steps)
