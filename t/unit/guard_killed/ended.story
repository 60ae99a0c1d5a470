# an ssh that ends by itself after its guard needs no replacement
guard connects
guard banner
guard goes
1000 look 1
> -
2000 look 1
> -
ssh ends
3000 look 1
> -
9000 look 1
> -
