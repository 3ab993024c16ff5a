# Services: who acts in them, and who may start, stop and configure them.
world orchard
can pim configure service Pump
who can start service Pump
what can SYSTEM stop
what can SYSTEM do to service Pump
can service Pump read C:\pump
list services
show service Pump
list filters
show filter count.dll
list processes
show process inetinfo.exe
