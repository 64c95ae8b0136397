# The only instruction of a hot place lies across two pages: no region can be entered there.
#= seed 0
#= task 0x10ff6
li x23,1
main: csrrwi zero,fflags,0
flw fs0,-368(t6)
