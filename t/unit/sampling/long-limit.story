# with a long limit of silence the guard looks every 30 s
patience 600
= due 30000
