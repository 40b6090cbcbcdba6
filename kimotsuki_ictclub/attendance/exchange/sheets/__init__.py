"""One sheet of a town's list: what its headings and marks mean, which rows are data, and these read into entries."""
