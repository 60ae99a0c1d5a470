# a guard that goes before it has a connection was not killed
guard connects
guard goes
= alive
1000 look 0
9000 look 0
> -
