# clients wait until ssh listens, and then pass in the order in which they came
hold 30000 1
0 client 0
> -
= held 0 1
10 client 0
> -
5000 up 0
> pass0 pass1
= held 0 0
= connected 0 2
= idle
6000 client 0
> pass2
