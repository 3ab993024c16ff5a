# Everything of a kind.
world demo
list pools
list users
list groups
list sites
list applications
list folders
world forge
list files
