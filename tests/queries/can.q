can pool Clinic read D:\clinic\records
Can Pool clinic READ D:\clinic\records?
can alice delete "D:\clinic\old records"
can CORP\alice create files in folder D:\drop
can "Default Pool" create folders in D:\drop
can site "Default Web Site" write /upload
can application Clinic/booking append Clinic/booking/log.txt
can app /booking run D:\clinic\tool.exe
can application pool Clinic traverse directory D:\clinic
can group Nurses modify file "D:\clinic\rota (old).xls"
can user alice have full control of key HKLM\SOFTWARE\Clinic
can alice control registry key "HKEY_LOCAL_MACHINE\SOFTWARE\Clinic Data"
can sid S-1-5-20 read permissions of %windir%\temp
can S-1-5-32-545 change permissions of \\srv\share
can Everyone take ownership of .\file
can IIS APPPOOL\Clinic list D:\clinic
can "NT AUTHORITY\NETWORK SERVICE" execute url /tools/a.exe
can anonymous read "Default Web Site"/index.html
can anonymous read "Default Web Site/a b"
can alice write to D:\notes.txt
