# いちばん たかい おんどと ひくい おんど
highest = -50
lowest = 100
for temp in [22, 25, 19, 24]:
    highest = max(highest, temp)
    lowest = min(lowest, temp)
    print(temp, highest, lowest)
