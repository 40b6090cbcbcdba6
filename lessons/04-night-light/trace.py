# くらかった かいすうを かぞえる
DARK = 80
count = 0
for light in [120, 60, 80, 30]:
    if light < DARK:
        count = count + 1
    print(light, count)
