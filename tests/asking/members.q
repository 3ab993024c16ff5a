# Membership, and through what.
world demo
is pool A a member of IIS_WPG
is alice a member of IIS_WPG
is pool B a member of Users, IIS_WPG
who is a member of IIS_WPG
which groups is pool B a member of
world unsaid
is pool P a member of CORP\Chiefs
who is a member of CORP\Editors
world forge
is mona not elevated a member of Administrators
which users are members of Users
