# Every command of the course. Each is a thin line over `python -m course`.
# Another Python: make demo PYTHON=python3.13
PYTHON ?= python3
COURSE = "$(PYTHON)" -m course

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
# The raw ones would be expanded on their way to the shell.
unexport LESSON STEP PORT MAX_AGE PAUSE BACKUP RUNG FROM JSON JUNIT

MAKEFLAGS += --no-print-directory
COMMANDS = help demo test watch hint run attack notebooks solution catch-up reset restore grade together starters mutants notebooks-build verify bench flakes
.PHONY: $(COMMANDS)
.DEFAULT_GOAL := help

$(COMMANDS):
	@$(COURSE) $@
