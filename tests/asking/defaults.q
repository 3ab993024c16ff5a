# Where nobody described anything and the world says so, documents tell: the line and the document are the reason.
world demo
can pool A write C:\WINDOWS\Temp
can pool B write "C:\WINDOWS\IIS Temporary Compressed Files"
can IUSR_WEB01 read C:\WINDOWS\system32\inetsrv\adsutil.vbs
can alice read C:\logs\a.log
can pool A read HKLM\SOFTWARE\x
show "C:\WINDOWS\system32\inetsrv\ASP Compiled Templates"
