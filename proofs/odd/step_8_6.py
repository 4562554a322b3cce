"""Odd but right answers to step 8.6: The same place for the same key."""


# Odd: CRC16 by hand, bit by bit, and find
def crc16(data):
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return crc


def slot_of(key):
    data = key.encode("utf-8")
    start = data.find(b"{")
    if start != -1:
        end = data.find(b"}", start + 1)
        if end > start + 1:
            data = data[start + 1 : end]
    return crc16(data) & 0x3FFF


# Odd: a regular expression from the first brace on
import re


def slot_of(key):
    found = re.match(r"[^{]*\{([^}]+)\}", key, re.DOTALL)
    text = found[1] if found else key
    return binascii.crc_hqx(bytes(text, "utf-8"), 0) % 2**14
