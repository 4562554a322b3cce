"""Odd but right answers to step 6.1: Read numbers from strangers."""

# Odd: a pattern, and abort
import re

from flask import abort


def read_order(form):
    if sorted(name for name, _ in form.items(multi=True)) != ["item", "quantity"]:
        abort(400, "Please use the form of the shop.")
    if form["item"] not in PRICES:
        abort(400, "We do not sell that.")
    if not re.fullmatch("[0-9]{1,15}", form["quantity"]) or not 0 < int(form["quantity"]) <= MOST:
        abort(400, f"The quantity must be 1 to {MOST}.")
    return form["item"], int(form["quantity"])


# Odd: all fields as lists
def read_order(form):
    match form.to_dict(flat=False):
        case {"item": [item], "quantity": [text], **others} if not others and item in PRICES:
            digits = text.isascii() and text.isdigit() and len(text) <= 15
            if digits and int(text) in range(1, MOST + 1):
                return item, int(text)
    raise BadRequest(f"The shop's form has one item, and a quantity of 1 to {MOST}.")


# Odd: one condition, and digits looked at one by one
DIGITS = set("0123456789")


def read_order(form):
    item, text = form.get("item", ""), form.get("quantity", "")
    fine = len(list(form.items(multi=True))) == 2 and "item" in form and "quantity" in form
    if fine and item in PRICES and 0 < len(text) <= 15 and set(text) <= DIGITS:
        quantity = int(text)
        if quantity and quantity <= MOST:
            return item, quantity
    raise BadRequest("This cannot be sold.")
