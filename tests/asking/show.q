# What somebody described.
world demo
show /secure
show pool B
show alice
show site "Default Web Site"
show IIS_WPG
world forge
show C:\forge\logs\one.log
show C:\forge
world unsaid
show C:\dark
