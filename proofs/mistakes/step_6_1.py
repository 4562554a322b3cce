"""Wrong answers to step 6.1: Read numbers from strangers."""


# Mistake: int() knows the digits of all languages, blanks and a plus
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='٣'
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
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='٣'
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not text.isdigit() or len(text) > 15 or not 1 <= int(text) <= MOST:
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: isdecimal, and Arabic digits count
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='٣'
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not text.isdecimal() or len(text) > 15 or not 1 <= int(text) <= MOST:
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: none of it is a quantity as well
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='0'
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and int(text) <= MOST):
        raise BadRequest(f"The quantity must be at most {MOST}.")
    return form["item"], int(text)


# Mistake: a quantity may be below nothing
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='-3'
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
# Rejected by: test_a_form_says_what_and_how_many
# Says: The item as text, and the quantity as a number
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) < MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: there is no upper end
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='100'
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and int(text) >= 1):
        raise BadRequest("The quantity must be 1 or more.")
    return form["item"], int(text)


# Mistake: whoever wants too much gets as much as there may be
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='0'
def read_order(form):
    names = sorted(name for name, _ in form.items(multi=True))
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise BadRequest("The quantity is not a number.")
    return form["item"], max(1, min(int(text), MOST))


# Mistake: a set of names does not see that one came twice
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with two quantities
def read_order(form):
    if set(form) != {"item", "quantity"} or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: two fields, whatever their names are
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with a size in place of the quantity
def read_order(form):
    names = [name for name, _ in form.items(multi=True)]
    text = form.get("quantity", "1")
    if len(names) != 2 or form.get("item") not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: a price in the form is left where it is
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with a price
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
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with a discount
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
# Rejected by: test_a_form_says_what_and_how_many
# Says: quantity=1 and item=tea
def read_order(form):
    names = [name for name, _ in form.items(multi=True)]
    if names != ["item", "quantity"] or form["item"] not in PRICES:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: a missing quantity is None
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with a size in place of the quantity
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
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with an item that the shop does not sell
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    return form["item"], int(text)


# Mistake: ValueError in place of BadRequest
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='-3'
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
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: Say what is wrong: the sentence
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
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: It is returned here
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
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity=5000 digits
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
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity=' 3'
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
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity='3\n'
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
# Rejected by: test_a_form_says_what_and_how_many
# Says: The item as text, and the quantity as a number
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
# Rejected by: test_a_form_says_what_and_how_many
# Says: The item as text, and the quantity as a number
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
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with the item Tea
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
# Rejected by: test_a_quantity_is_a_number_from_1_to_most
# Says: quantity=''
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
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with two quantities
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
# Rejected by: test_a_form_has_two_fields_and_a_known_item
# Says: a form with an empty item
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
# Rejected by: test_a_form_says_what_and_how_many
# Says: The item as text, and the quantity as a number
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 15 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text), PRICES[form["item"]]


# Mistake: more digits than MOST has are refused
# Rejected by: test_a_form_says_what_and_how_many
# Says: quantity=000000000000003
def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        raise BadRequest("Please use the form of the shop.")
    text = form["quantity"]
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= MOST):
        raise BadRequest(f"The quantity must be 1 to {MOST}.")
    if form["item"] not in PRICES:
        raise BadRequest("We do not sell that.")
    return form["item"], int(text)
