show D:\clinic
show file D:\clinic\a.txt
show folder "D:\clinic\old records"
show registry key HKLM\SOFTWARE
show permissions of D:\clinic
show /records
show url Clinic/records
show pool Clinic
show alice
show user alice
show group Nurses
show site Shop
show application Clinic/booking
show sid S-1-5-18
show process w3wp.exe
show component "{7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}"
show component {7B6C2D51-2F0B-4C6A-9E0E-0A6D2B1C9F01}
show filter C:\filters\log.dll
show service Spooler
show "C:"
list pools
list all users
list groups
list sites
list applications
list files
list folders
list keys
list processes
list components
list filters
list services
list advice
