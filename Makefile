# Every command of the course. Each is a thin line over `python -m course`.
# Another Python: make demo PYTHON=python3.13
PYTHON ?= python3
# -E: what a shell's profile says to every Python (PYTHONSAFEPATH, PYTHONHOME) is not for this one.
COURSE = "$(PYTHON)" -E -m course

# Settings travel by the environment: whatever is in them, no shell reads it.
export COURSE_MAKE := 1
export COURSE_LESSON := $(value LESSON)
export COURSE_STEP := $(value STEP)
export COURSE_PORT := $(value PORT)
export COURSE_MAX_AGE := $(value MAX_AGE)
export COURSE_PAUSE := $(value PAUSE)
export COURSE_BACKUP := $(value BACKUP)
export COURSE_RUNG := $(value RUNG)
export COURSE_FROM := $(value FROM)
export COURSE_JSON := $(value JSON)
export COURSE_JUNIT := $(value JUNIT)
ifneq ($(origin PYTHON),file)
export COURSE_PYTHON_CHOSEN := 1
endif
export COURSE_GOALS := $(value MAKECMDGOALS)
# The raw ones, known or not, would be expanded on their way to the shell.
unexport $(foreach word,$(MAKEOVERRIDES),$(firstword $(subst =, ,$(word))))

MAKEFLAGS += --no-print-directory
COMMANDS = help demo test watch hint run attack notebooks solution catch-up reset restore update grade together flask-tests starters mutants notebooks-build quick verify bench flakes
.PHONY: $(COMMANDS)
.DEFAULT_GOAL := help

# exec: the signal that ends make then ends the command, and not a shell between them.
$(COMMANDS):
	@exec $(COURSE) $@

# What is no command gets a sentence, too, even where a file has that name.
FILES := $(filter-out Makefile $(COMMANDS),$(wildcard $(MAKECMDGOALS)))
.PHONY: $(FILES)
$(FILES) .DEFAULT:
	@$(COURSE) help
