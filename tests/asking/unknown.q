# What is not known stands between yes and no, and only where it matters.
world unsaid
can pool P read C:\chiefs
can pool P read C:\dark
can pool P read C:\both
world demo
can pool A write C:\WINDOWS\Temp
can pool A read HKLM\SOFTWARE\x
