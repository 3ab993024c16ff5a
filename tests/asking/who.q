# Everybody who can, and kinds of them.
world demo
who can read /secure
which pools can read /secure
which groups can read /secure
who except {SYSTEM, NetworkService} can read /secure
which pools can write /secure
world unsaid
which pools can read C:\chiefs
world forge
which users can write C:\forge\logs
