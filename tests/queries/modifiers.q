who can read D:\x directly
who can read D:\x through at most 3 steps
who can read D:\x in at most 1 step
what can pool Clinic write under D:\x
who can read D:\x at every stage
who can read D:\x with weaknesses
who can read D:\x with known weaknesses
who can read D:\x between before and "after the change"
who can read D:\x in before
what can alice create files in in before
who can read D:\x limit 10
who can read D:\x sort by name group by kind
who can read D:\x sorted by sid grouped by verdict
what can alice read sort by folder
what can alice read group by permissions
who can read D:\x sort by reason limit 5
can alice read D:\x given alice is a member of Nurses
can alice read D:\x given bob is disabled?
