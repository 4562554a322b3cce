"""Express and other libraries: one session shared with them, and what each costs."""
