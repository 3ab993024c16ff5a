# The reason at length; where it is otherwise, that is said first.
world demo
why can pool A read /secure
why can pool A not write /secure
why can pool A write /secure
why is pool A a member of IIS_WPG
world order
why can ann not read D:\second
why who can read D:\second
