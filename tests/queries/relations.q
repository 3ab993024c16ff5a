is pool B protected from pool A
why is pool B not protected from pool A with weaknesses
is pool B protected from {pool A, anonymous} or alice
is pool A isolated from pool B
is application /shop isolated from site Hr
is pool A strictly isolated from pool B
are all pools isolated from each other
are sites strictly isolated from one another
are every application protected from each other
which pairs of pools are not isolated
which pairs of sites are strictly isolated
which pairs of pools are not protected from each other
what separates pool A from pool B
which pairs of pools are not protected
does pool A share an identity with pool B
