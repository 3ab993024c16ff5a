# A token of nobody in particular, a bare SID, a group.
world demo
can token {alice, IIS_WPG} read /secure
can S-1-5-20 read /secure
can sid S-1-5-32-545 read /public
can group IIS_WPG read /secure
can Everyone read /public
