# へいきんは どう かわる?
total = 0
count = 0
for light in [2, 6, 3, 5]:
    total = total + light
    count = count + 1
    print(light, total, total // count)
