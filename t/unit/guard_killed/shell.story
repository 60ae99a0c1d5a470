# a shell whose guard was killed is told, and never replaced
shell
guard connects
guard banner
guard goes
1000 look 1
3000 look 1
> tell look
4000 look 1
> look
900000 look 0
> look
