# What is not known stands between yes and no, and only where it matters.
world unsaid
can pool P read C:\chiefs
can pool P read C:\dark
can pool P read C:\both
