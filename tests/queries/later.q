can pool A come to write D:\x
can pool A come to become pool B
what can pool A come to write
what can pool A come to request
what can pool A become
why can pool A come to read content of pool B
how can anonymous come to write content of pool B
how can pool A become SYSTEM
can pool A become pool B
can pool A come to launch component Payroll remotely
is pool B protected from pool A
is pool B not protected from pool A with weaknesses
is pool A isolated from pool B
is pool A strictly isolated from pool B
are all pools isolated from each other
are sites isolated from one another
which pairs of pools are not isolated
is D:\x in content of pool A
can pool A read everything in content of pool B
can pool A write what pool B reads or runs
can pool A write folders above {D:\x}
list pools where identity is SYSTEM
no pool can read D:\x
only {SYSTEM} can write D:\x
at least 2 pools can read D:\x
can every other pool read D:\x
can no pool read D:\x
show content of pool A
