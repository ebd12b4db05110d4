PREFIX = "page-"
