# a tunnel whose guard was killed is replaced when no client uses it
guard connects
guard banner
5000 look 2
> -
guard goes
= killed
6000 look 2
> -
7999 look 2
> -
8000 look 2
> tell look
8500 look 1
> -
9000 look 2
> look
10000 look 1
> replace
