# a tunnel whose connections are not known is not replaced
guard connects
guard banner
guard goes
1000 look -1
3000 look -1
> tell look
90000 look -1
> look
