"""Wrong answers to step 8.6: The same place for the same key."""


# Mistake: the slots of another checksum
# Rejected by: test_a_key_lies_in_its_slot
# Says: binascii.crc_hqx(key.encode(), 0) % 16384
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc32(key.encode()) % 16384


# Mistake: begins with all bits set, as another CRC16 does
# Rejected by: test_a_key_lies_in_its_slot
# Says: binascii.crc_hqx(key.encode(), 0) % 16384
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 65535) % 16384


# Mistake: one slot more than there are
# Rejected by: test_a_key_lies_in_its_slot
# Says: binascii.crc_hqx(key.encode(), 0) % 16384
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 0) % 16385


# Mistake: one slot less than there are
# Rejected by: test_a_key_lies_in_its_slot
# Says: binascii.crc_hqx(key.encode(), 0) % 16384
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 0) % 16383


# Mistake: no modulo
# Rejected by: test_a_key_lies_in_its_slot
# Says: binascii.crc_hqx(key.encode(), 0) % 16384
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 0)


# Mistake: another encoding than that of redis-py
# Rejected by: test_a_key_lies_in_its_slot
# Says: binascii.crc_hqx(key.encode(), 0) % 16384
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode("latin-1", "replace"), 0) % 16384


# Mistake: a text, as redis-cli shows it
# Rejected by: test_a_key_lies_in_its_slot
# Says: binascii.crc_hqx(key.encode(), 0) % 16384
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return str(binascii.crc_hqx(key.encode(), 0) % 16384)


# Mistake: no hash tag
# Rejected by: test_a_hash_tag_says_where
# Says: only the text between the first "{" and the next "}"
def slot_of(key):
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: a tag at the beginning only
# Rejected by: test_a_hash_tag_says_where
# Says: only the text between the first "{" and the next "}"
def slot_of(key):
    if key.startswith("{") and "}" in key[2:]:
        key = key[1 : key.index("}", 2)]
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: an empty tag counts
# Rejected by: test_a_hash_tag_says_where
# Says: Where there is no such text, the whole key does
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: a tag without its end counts
# Rejected by: test_a_hash_tag_says_where
# Says: Where there is no such text, the whole key does
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: the last opening brace
# Rejected by: test_a_hash_tag_says_where
# Says: only the text between the first "{" and the next "}"
def slot_of(key):
    tag = key.rpartition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: up to the last closing brace
# Rejected by: test_a_hash_tag_says_where
# Says: only the text between the first "{" and the next "}"
def slot_of(key):
    tag = key.partition("{")[2].rpartition("}")
    if tag[0] and tag[1]:
        key = tag[0]
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: a closing brace before the opening one disturbs it
# Rejected by: test_a_hash_tag_says_where
# Says: only the text between the first "{" and the next "}"
def slot_of(key):
    start, end = key.find("{"), key.find("}")
    if start >= 0 and end > start + 1:
        key = key[start + 1 : end]
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: the braces are a part of the tag
# Rejected by: test_a_hash_tag_says_where
# Says: only the text between the first "{" and the next "}"
def slot_of(key):
    tag = key.partition("{")[2].partition("}")
    if tag[0] and tag[1]:
        key = "{" + tag[0] + "}"
    return binascii.crc_hqx(key.encode(), 0) % 16384


# Mistake: the first tag that is not empty
# Rejected by: test_a_hash_tag_says_where
# Says: Where there is no such text, the whole key does
import re


def slot_of(key):
    tag = re.search(r"\{([^}]+)\}", key)
    return binascii.crc_hqx((tag[1] if tag else key).encode(), 0) % 16384
