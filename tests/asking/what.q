# Every described object, the files below a folder, every right on one object.
world forge
what can sam write
which files under C:\forge can sam write
what can mona change permissions of
what except files under C:\forge can mona read
what can sam do to C:\forge\logs
world unsaid
what can pool P read
