"""Your lessons: this is where you write. `make test` says what to do first."""
