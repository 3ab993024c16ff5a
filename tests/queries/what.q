what can pool Clinic write
what can alice create files in
what can alice take ownership of
what except files under D:\logs can pool Clinic write
what can pool Clinic write except {D:\a, D:\b}
which files under D:\x can Everyone write
which files can Everyone write
which folders matching "*old*" except {D:\a} can Everyone list
which keys can Everyone write
which objects under D:\x can alice delete
what can pool Clinic do to D:\x
