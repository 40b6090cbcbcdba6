# えに なる ことばと、ならない ことば
WORDS = ["heart", "smile"]
pictures = 0
others = 0
for message in ["heart", None, "smile", "hello"]:
    if message in WORDS:
        pictures = pictures + 1
    elif message:
        others = others + 1
    print(message, pictures, others)
