# a guard that reported its end was not killed
guard connects
guard banner
guard verdict
guard goes
= alive
1000 look 0
> -
9000 look 0
> -
