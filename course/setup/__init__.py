"""The set-up: .venv, made on the first command."""
