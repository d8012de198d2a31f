"""What is handed on as one file: a folder of editions as a zip, and a kit that installs Polyfolio without a network."""
