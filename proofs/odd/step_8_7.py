"""Odd but right answers to step 8.7: A new key, one worker at a time."""


# Odd: both lists made of one
def rollout(old, new):
    both = [old, new]
    return [[old], both, both[::-1], [new]]


# Odd: a step in which all workers are looked at once more
def rollout(old, new):
    return [[old], [old, new], [old, new], [new, old], [new]]
