# Who a name stands for.
world demo
who is pool A
who is pool B
who is alice
world cellar
who is pool Front
who is IIS_IUSRS
