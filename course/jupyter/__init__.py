"""JupyterLab on the notebooks: how it is opened, and what its check cells say."""
