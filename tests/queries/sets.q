can {alice, bob} read {D:\x, D:\y}
can alice and bob read D:\x or D:\y
can (alice or bob) and carol read D:\x
can pools except pool Clinic read D:\x
can members of Nurses except {alice} read D:\x
can every pool read everything under D:\x
can any user write anything under D:\x
can each group read all files under D:\x
can sites read any object under /x
can applications write files under D:\x except {D:\x\a, D:\x\b}
can alice read folders under D:\x matching "old*"
can alice read files matching *.config under D:\x
can alice read keys under HKLM\SOFTWARE or objects matching "web.*"
can alice read (D:\x or D:\y) except (D:\z and D:\w)
who can read files matching "*.log" under D:\x limit 3
who can read (files matching "*.log") under D:\x
