# What belongs to whom, with the reason.
world smithy
list content of pool Bellows
list what pool Bellows reads or runs
is D:\coals\bin\forge.dll in content of pool Bellows
is D:\tongs in content of pool Bellows
which files in content of pool Bellows can pool Anvil write
list folders above D:\coals\bin
list pools where identity is bellows
list pools where can not read D:\coals and can come to read D:\coals
