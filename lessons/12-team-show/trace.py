# トンネルは なんびょうめに みつかる?
seconds = 0
light = 100
while light >= 60 and seconds < 5:
    seconds = seconds + 1
    light = light - 15
    print(seconds, light)
