# How a user logged on decides what the token holds.
world cellar
can svc_orders write E:\jobs
can svc_orders logged on as a batch job write E:\jobs
can svc_orders logged on over the network create files in E:\in
world forge
can mona control C:\keys
can mona not elevated control C:\keys
