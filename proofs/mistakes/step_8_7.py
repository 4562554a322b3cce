"""Wrong answers to step 8.7: A new key, one worker at a time."""


# Mistake: at once
# Rejected by: test_the_workers_of_two_steps_believe_each_other
# Says: Let all workers know a key before one signs with it
def rollout(old, new):
    return [[old], [new]]


# Mistake: signs with it before all know it
# Rejected by: test_the_workers_of_two_steps_believe_each_other
# Says: Let all workers know a key before one signs with it
def rollout(old, new):
    return [[old], [new, old], [old, new], [new]]


# Mistake: learned, and the old one forgotten at once
# Rejected by: test_the_workers_of_two_steps_believe_each_other
# Says: Let all workers know a key before one signs with it
def rollout(old, new):
    return [[old], [old, new], [new]]


# Mistake: signs with the old one until the end
# Rejected by: test_the_workers_of_two_steps_believe_each_other
# Says: Let all workers know a key before one signs with it
def rollout(old, new):
    return [[old], [old, new], [old, new], [new]]


# Mistake: the old one alone once more
# Rejected by: test_the_workers_of_two_steps_believe_each_other
# Says: Let all workers know a key before one signs with it
def rollout(old, new):
    return [[old], [old, new], [new, old], [old], [new]]


# Mistake: only the lists with both
# Rejected by: test_the_old_key_is_forgotten_at_the_end
# Says: It begins as the workers are now, and ends without the old key
def rollout(old, new):
    return [[old, new], [new, old]]


# Mistake: never forgotten
# Rejected by: test_the_old_key_is_forgotten_at_the_end
# Says: It begins as the workers are now, and ends without the old key
def rollout(old, new):
    return [[old], [old, new], [new, old]]


# Mistake: begins where nobody is
# Rejected by: test_the_old_key_is_forgotten_at_the_end
# Says: It begins as the workers are now, and ends without the old key
def rollout(old, new):
    return [[old, new], [new, old], [new]]


# Mistake: from new to old
# Rejected by: test_the_old_key_is_forgotten_at_the_end
# Says: It begins as the workers are now, and ends without the old key
def rollout(old, new):
    return [[new], [new, old], [old, new], [old]]


# Mistake: texts in place of lists
# Rejected by: test_the_workers_of_two_steps_believe_each_other
# Says: a list of lists of keys
def rollout(old, new):
    return [old, f"{old},{new}", f"{new},{old}", new]


# Mistake: an empty list at the end
# Rejected by: test_the_workers_of_two_steps_believe_each_other
# Says: a list of lists of keys
def rollout(old, new):
    return [[old], [old, new], [new, old], [new], []]


# Mistake: a key that is none of the two
# Rejected by: test_the_old_key_is_forgotten_at_the_end
# Says: There are these two keys, and no other
def rollout(old, new):
    return [[old], [old, new], [new, old, "spare"], [new]]
