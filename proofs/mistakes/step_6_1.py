"""Wrong answers to step 6.1: Read numbers from strangers."""


# Mistake: int() knows the digits of all languages, blanks and a plus
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    try:
        quantity = int(form["quantity"])
    except ValueError:
        raise BadRequest("The quantity is not a number.") from None
    if not 1 <= quantity <= MOST:
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], quantity


# Mistake: isdigit alone, and ² is a digit
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not text.isdigit() or len(text) > 15 or not 1 <= int(text) <= MOST:
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: isdecimal, and Arabic digits count
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not text.isdecimal() or len(text) > 15 or not 1 <= int(text) <= MOST:
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: none of it is a quantity as well
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and int(text) <= MOST):
        raise BadRequest(f"The quantity must be at most {MOST}.")
    return form["item"], int(text)


# Mistake: a quantity may be below nothing
import re


def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not re.fullmatch("-?[0-9]{1,15}", text) or int(text) == 0 or int(text) > MOST:
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: MOST is too many
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) < MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: there is no upper end
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and int(text) >= 1):
        raise BadRequest("The quantity must be 1 or more.")
    return form["item"], int(text)


# Mistake: whoever wants too much gets as much as there may be
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise BadRequest("The quantity is not a number.")
    return form["item"], max(1, min(int(text), MOST))


# Mistake: a set of names does not see that one came twice
def read_order(form):
    if set(form) != {"item", "quantity"} or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: two fields, whatever their names are
def read_order(form):
    names = [name for name, _ in form.items(multi=True)]
    text = form.get("quantity", "1")
    if len(names) != 2 or form.get("item") not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: a price in the form is left where it is
def read_order(form):
    if len(form.getlist("item")) != 1 or len(form.getlist("quantity")) != 1:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: only the price is refused
def read_order(form):
    if "price" in form:
        raise BadRequest("The price is not yours to say.")
    if len(form.getlist("item")) != 1 or len(form.getlist("quantity")) != 1:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: the fields have to come in one order
def read_order(form):
    names = [name for name, _ in form.items(multi=True)]
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: a missing quantity is None
def read_order(form):
    item, text = form.get("item"), form.get("quantity")
    if item not in PRICES:
        raise BadRequest("We do not sell that.")
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    return item, int(text)


# Mistake: nobody asks whether we sell it
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: ValueError in place of BadRequest
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise ValueError("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise ValueError(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise ValueError("We do not sell that.")
    return form["item"], int(text)


# Mistake: BadRequest without a sentence
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest
    if form["item"] not in PRICES:
        raise BadRequest
    return form["item"], int(text)


# Mistake: BadRequest is returned, and nobody raises it
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        return BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        return BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        return BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: int() of thousands of digits raises
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: blanks around the number are taken off
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"].strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: a $ lets a line end through
import re


def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not re.match("^[0-9]{1,15}$", text) or not 1 <= int(text) <= MOST:
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: the quantity stays text
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], text


# Mistake: the quantity comes first
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return int(text), form["item"]


# Mistake: the item may be written in any case, and stays as it came
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"].lower() not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: an empty quantity is one
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"] or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: items without multi names each field once
def read_order(form):
    if sorted(name for name, _ in form.items()) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: in a text, every part of it is in
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in " ".join(PRICES):
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)


# Mistake: the price comes along
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text), PRICES[form["item"]]
