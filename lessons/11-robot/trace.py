# しかくを 1しゅう: どちらを むいて いる?
way = 0
direction = 0
for corner in range(4):
    way = way + 30
    direction = (direction + 90) % 360
    print(corner, way, direction)
