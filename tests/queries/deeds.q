# Requests.
can anonymous request /admin/
can alice request Shop/x as bob
can anonymous request url /x at every stage
which pools can request /x
who except alice can request {/a, /b}
what can pool A request
why can alice not request /x as user bob
who can request everything under /x
# Components: a name alone is a component's behind these verbs.
can application /shop launch component Payroll
can application /shop launch Payroll
can application /shop activate Payroll remotely
can application /shop access component "Debug Manager" locally
can pool A use component {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}
can pool A use component "{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}"
who can launch component Payroll
which users can launch Payroll or "Debug Manager" remotely
what can alice launch
what can alice use remotely
what except Payroll can alice launch
what can alice launch remotely except {Payroll, Desk}
can alice launch everything
can alice COM_RIGHTS_EXECUTE component Payroll
# Services.
can alice start service Spooler
can alice stop Spooler
can alice configure "Print Spooler"
who can control service Spooler
what can alice start
what can alice do to service Spooler
can alice change permissions of service Spooler
