# with a long limit of silence the guard looks every 30 s
timeout 600
= due 30000
