can pool A read content of pool B
can pool A read everything in content of pool B
can pool A read every file in the content of site Shop
can pool A write anything in what pool B reads or runs
who can write what B reads or runs
can pool A write folders above {D:\x}
can pool A write folders above D:\x and D:\y
can pool A write folders above (D:\x or folders above content of pool B)
which files in content of pool B can pool A write
can pool A read files in content of pool B matching "*.config"
can pool A read folders above files matching "*.x" under D:\y
is D:\x in content of pool A
is /secure in what application /secure reads or runs
why is D:\x not in content of pool A
show content of pool A
list content of site "Default Web Site"
list what pool B reads or runs
list folders above content of pool B limit 3
can pool A write what others than pool B read or run
list stored secrets
can pool A read stored secrets
