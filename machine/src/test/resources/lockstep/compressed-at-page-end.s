# A region goes on in the next page after a compressed instruction at the end of its first: it must be known to be of both.
#= seed 23875372506246 interrupts
#= task 0x10dfc
li x23,20
main: li x29,525090
sd x9,2(x29)
j l173
.balign 4
l171: addi x9,x9,1
ret
l172: xori x9,x9,-1
addi x27,x27,77
l173: andi x28,x27,4
la x29,l172
add x28,x28,x29
lw x28,0(x28)
la x29,l171
sw x28,0(x29)
fence.i
jal l171
li x19,463
jal l174
j l176
l174: beqz x19,l175
addi sp,sp,-16
sd ra,0(sp)
sd x19,8(sp)
addi x19,x19,-1
jal l174
lbu gp,1580(t5)
xor s11,s11,gp
mul s11,s11,s10
ld ra,0(sp)
ld x19,8(sp)
addi sp,sp,16
l175: ret
l176:
li x29,458752
ld x28,0(x29)
addi sp,sp,-48
sd x28,0(sp)
la x28,l177
sd x28,8(sp)
sd x20,16(sp)
sd x21,24(sp)
sd x22,32(sp)
sd x18,40(sp)
sd sp,0(x29)
jal f1
addi x27,x27,1
l177: li x29,458752
ld sp,0(x29)
ld x28,0(sp)
sd x28,0(x29)
ld x20,16(sp)
ld x21,24(sp)
ld x22,32(sp)
ld x18,40(sp)
addi sp,sp,48
addi a0,s6,1118
xor s11,s11,a0
mul s11,s11,s10
c.mv x8,x27
c.andi x8,3
c.bnez x8,l183
j l182
l183: j l178
l182: li x29,529178
lh x13,-1245(x29)
xor x27,x27,x13
mul x27,x27,x26
fld f13,7(x29)
lh x5,53(x29)
csrrwi zero,fflags,0
flw fs4,1320(t6)
flw ft4,-1976(t6)
fsqrt.s fs11,fs4,rdn
fmv.x.d t3,fs11
xor s11,s11,t3
mul s11,s11,s10
csrrs t3,fflags,zero
xor s11,s11,t3
mul s11,s11,s10
j l179
l178: j l181
.balign 8
l180: .dword f4
.dword f2
l181: andi x28,x27,8
la x29,l180
add x29,x29,x28
ld x29,0(x29)
c.jalr x29
addi x27,x27,1
l179:
fld fs6,-304(t6)
fld ft4,392(t6)
fcvt.lu.d a1,ft7
xor s11,s11,a1
mul s11,s11,s10
csrrs t3,fflags,zero
xor s11,s11,t3
mul s11,s11,s10
jal f1
addi x27,x27,1
addi x23,x23,-1
beqz x23,exit
j main
exit: ecall
f1: addi sp,sp,-48
sd ra,0(sp)
sd x20,8(sp)
sd x21,16(sp)
sd x22,24(sp)
sd x18,32(sp)
csrrwi zero,frm,3
flw ft5,-1848(t6)
flw ft1,1808(t6)
flw fa3,-2016(t6)
fnmadd.s ft2,ft5,ft1,fa3
fmv.x.d t3,ft2
xor s11,s11,t3
mul s11,s11,s10
csrrs t3,fflags,zero
xor s11,s11,t3
mul s11,s11,s10
li x20,0
l162: ecall
l162n: c.addi x20,1
li x28,11
blt x20,x28,l162
l164: li x18,547457
li x21,67
l166: lbu x15,35(x18)
addi x18,x18,100
addi x21,x21,-1
bgtz x21,l166
l165:
l169n: c.addi x20,1
f2: addi sp,sp,-48
sd ra,0(sp)
sd x20,8(sp)
sd x21,16(sp)
f4: c.addi16sp sp,-48
c.sdsp ra,0(sp)
c.sdsp x20,8(sp)
c.sdsp x21,16(sp)
l62: j l7
l61: andi x28,x27,3
slli x28,x28,3
la x29,l9
l9: .dword l11
.dword l21
.dword l23
.dword l24
l11: andi x28,x27,32
beqz x28,l20
j l19
l20: j l12
l19: andi x28,x27,12
bnez x28,l14
li x29,458752
ld x28,0(x29)
l14:
c.mv x8,x27
c.andi x8,3
c.bnez x8,l18
j l17
l18: j l15
l17: fld fs10,688(t6)
fld fa2,968(t6)
sh gp,-637(t5)
j l16
l15: l16:
j l13
l12: l13:
j l10
l21: la ra,l22
sd ra,-8(sp)
li x29,198656
jalr ra,0(x29)
l22:
j l10
l23: sh1add.uw t1,zero,a4
xor s11,s11,t1
mul s11,s11,s10
j l10
l24: li x28,1152921504606846976
bgt x27,x28,l32
j l31
l32: j l25
l31: bltu x9,x27,l30
j l29
l30: j l27
l29: addiw s0,s2,1895
fld f13,55(x29)
j l28
l27: l28:
li x29,524718
sh x16,27(x29)
j l26
l25: li x29,540648
sd x12,-144(x29)
l26:
j l10
l10:
andi x28,x27,3
l37: andi x28,x27,3
slli x28,x28,3
la x29,l38
add x29,x29,x28
ld x29,0(x29)
jr x29
.balign 8
l38: .dword l40
.dword l45
.dword l52
.dword l53
l40: andi x28,x27,1
mul s11,s11,s10
l42:
j l39
l45: andi x28,x27,3
l50: fsd fa2,1651(t5)
j l47
l51: li x29,659048
mv x9,x29
l47:
j l39
l52: li x29,2622527
lw x11,54(x29)
xor x27,x27,x11
mul x27,x27,x26
j l39
l53: andi x28,x27,12
j l39
l39:
j l34
l55: c.mv x8,x27
l59: orc.b t0,s0
xor s11,s11,t0
mul s11,s11,s10
j l57
l56: li x29,524808
l58: lr.d x28,(x29)
add x28,x28,x3
sc.d x28,x28,(x29)
bnez x28,l58
l57:
j l34
l34:
j l8
l7: c.srli a0,0x36
xor s11,s11,a0
mul s11,s11,s10
l8:
j l5
l63: andi x28,x27,3
slli x28,x28,3
.balign 8
l64: .dword l66
.dword l67
.dword l90
.dword l91
l66: csrrwi zero,fflags,0
flw fa3,-1000(t6)
flw fa3,-880(t6)
l67: li x28,1152921504606846976
bgt x27,x28,l89
j l88
l89: j l68
l88: andi x28,x27,3
slli x28,x28,3
la x29,l70
add x29,x29,x28
ld x29,0(x29)
jr x29
.balign 8
l70: .dword l72
.dword l77
.dword l78
.dword l83
l72: bge x6,x9,l76
j l75
l76: j l73
l75: csrrwi zero,fflags,0
fld ft2,1920(t6)
xor s11,s11,t3
mul s11,s11,s10
j l74
l73: .2byte 0x1061
xor s11,s11,zero
mul s11,s11,s10
l74:
j l71
l77: li x29,543473
andi x28,x29,-8
amomaxu.d x7,x17,(x28)
sw x10,63(x29)
j l71
l78: bltu x17,x27,l82
j l81
l82: j l79
l81: csrrwi zero,fflags,0
flw ft5,1336(t6)
flw ft2,640(t6)
flw ft8,-1752(t6)
j l80
l79: czero.eqz a7,t4,a5
xor s11,s11,a7
mul s11,s11,s10
l80:
j l71
l83: li x28,1152921504606846976
bgt x27,x28,l87
j l86
l87: j l84
l86: flw fs5,984(t6)
fcvt.wu.s s0,fa4
l84: l85:
j l71
l71:
addi t4,t5,-948
l68: l69:
j l65
l90: li x29,545267
sw x13,55(x29)
l91: sraiw s1,t5,0x14
xor s11,s11,s1
l65:
j l5
j l106
l105: flw fa1,1008(t6)
l106:
j l102
jalr ra,0(x29)
l111:
j l102
l102:
l97:
j l94
l94:
j l5
l5:
li x20,0
l126:
j l120
l136:
andi x28,x27,3
c.jr x29
l146:
j l141
l141:
l131: l132:
j l120
l120:
l152n: c.addi x20,1
