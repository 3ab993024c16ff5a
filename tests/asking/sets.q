# Sets on both sides: each pair is told.
world demo
can {pool A, pool B} read {/public, /secure}
can alice or pool B read /secure
can every pool read everything under C:\inetpub\wwwroot
world forge
can members of Testers write any file under C:\forge
