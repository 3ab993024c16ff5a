can pool A come to write D:\x
can pool A come to become pool B
can pool A become pool B
can pool A become SYSTEM directly
what can pool A come to write
what can pool A come to request
what can pool A become
who can come to read D:\x
which pools can come to write /secure through at most 2 steps
which pools can become SYSTEM with weaknesses
who except {SYSTEM, Administrators} can become pool B
which files under D:\x can pool A come to read
why can pool A come to read content of pool B
why can pool A not become SYSTEM
how can anonymous come to write content of pool B
how can pool A become SYSTEM with E11, E12
can pool A become SYSTEM without E5 and E6b
can pool A come to launch component Payroll remotely
can pool A come to request /secure as bob with e11 without E5
can any token of pool A write D:\x
can every token of pool A become pool B
is SERVICE in Users without E5
