package dev.kenari.machine.riscv.isa;

import java.util.function.IntPredicate;

/**
 * The instruction table: mnemonic, extension, operand format, and encoding as the bits that are fixed ({@code mask}) and their
 * values ({@code match}). Rows of the compressed extension are 16 bits wide and expand to a base row at decode.
 *
 * <p>Source: RISC-V ISA Manual, Volume I, "RV32/64G Instruction Set Listings", "C", "B", "Zicond", "CMO"; Volume II for the
 * privileged rows.
 */
public enum Op {
    // RV64I
    LUI("lui", Extension.RV64I, Format.U, 0x00000037, 0x0000007f),
    AUIPC("auipc", Extension.RV64I, Format.U, 0x00000017, 0x0000007f),
    JAL("jal", Extension.RV64I, Format.J, 0x0000006f, 0x0000007f),
    JALR("jalr", Extension.RV64I, Format.LOAD, 0x00000067, 0x0000707f),
    BEQ("beq", Extension.RV64I, Format.BRANCH, 0x00000063, 0x0000707f),
    BNE("bne", Extension.RV64I, Format.BRANCH, 0x00001063, 0x0000707f),
    BLT("blt", Extension.RV64I, Format.BRANCH, 0x00004063, 0x0000707f),
    BGE("bge", Extension.RV64I, Format.BRANCH, 0x00005063, 0x0000707f),
    BLTU("bltu", Extension.RV64I, Format.BRANCH, 0x00006063, 0x0000707f),
    BGEU("bgeu", Extension.RV64I, Format.BRANCH, 0x00007063, 0x0000707f),
    LB("lb", Extension.RV64I, Format.LOAD, 0x00000003, 0x0000707f),
    LH("lh", Extension.RV64I, Format.LOAD, 0x00001003, 0x0000707f),
    LW("lw", Extension.RV64I, Format.LOAD, 0x00002003, 0x0000707f),
    LD("ld", Extension.RV64I, Format.LOAD, 0x00003003, 0x0000707f),
    LBU("lbu", Extension.RV64I, Format.LOAD, 0x00004003, 0x0000707f),
    LHU("lhu", Extension.RV64I, Format.LOAD, 0x00005003, 0x0000707f),
    LWU("lwu", Extension.RV64I, Format.LOAD, 0x00006003, 0x0000707f),
    SB("sb", Extension.RV64I, Format.STORE, 0x00000023, 0x0000707f),
    SH("sh", Extension.RV64I, Format.STORE, 0x00001023, 0x0000707f),
    SW("sw", Extension.RV64I, Format.STORE, 0x00002023, 0x0000707f),
    SD("sd", Extension.RV64I, Format.STORE, 0x00003023, 0x0000707f),
    ADDI("addi", Extension.RV64I, Format.I, 0x00000013, 0x0000707f),
    SLTI("slti", Extension.RV64I, Format.I, 0x00002013, 0x0000707f),
    SLTIU("sltiu", Extension.RV64I, Format.I, 0x00003013, 0x0000707f),
    XORI("xori", Extension.RV64I, Format.I, 0x00004013, 0x0000707f),
    ORI("ori", Extension.RV64I, Format.I, 0x00006013, 0x0000707f),
    ANDI("andi", Extension.RV64I, Format.I, 0x00007013, 0x0000707f),
    SLLI("slli", Extension.RV64I, Format.SHIFT, 0x00001013, 0xfc00707f),
    SRLI("srli", Extension.RV64I, Format.SHIFT, 0x00005013, 0xfc00707f),
    SRAI("srai", Extension.RV64I, Format.SHIFT, 0x40005013, 0xfc00707f),
    ADD("add", Extension.RV64I, Format.R, 0x00000033, 0xfe00707f),
    SUB("sub", Extension.RV64I, Format.R, 0x40000033, 0xfe00707f),
    SLL("sll", Extension.RV64I, Format.R, 0x00001033, 0xfe00707f),
    SLT("slt", Extension.RV64I, Format.R, 0x00002033, 0xfe00707f),
    SLTU("sltu", Extension.RV64I, Format.R, 0x00003033, 0xfe00707f),
    XOR("xor", Extension.RV64I, Format.R, 0x00004033, 0xfe00707f),
    SRL("srl", Extension.RV64I, Format.R, 0x00005033, 0xfe00707f),
    SRA("sra", Extension.RV64I, Format.R, 0x40005033, 0xfe00707f),
    OR("or", Extension.RV64I, Format.R, 0x00006033, 0xfe00707f),
    AND("and", Extension.RV64I, Format.R, 0x00007033, 0xfe00707f),
    ADDIW("addiw", Extension.RV64I, Format.I, 0x0000001b, 0x0000707f),
    SLLIW("slliw", Extension.RV64I, Format.SHIFTW, 0x0000101b, 0xfe00707f),
    SRLIW("srliw", Extension.RV64I, Format.SHIFTW, 0x0000501b, 0xfe00707f),
    SRAIW("sraiw", Extension.RV64I, Format.SHIFTW, 0x4000501b, 0xfe00707f),
    ADDW("addw", Extension.RV64I, Format.R, 0x0000003b, 0xfe00707f),
    SUBW("subw", Extension.RV64I, Format.R, 0x4000003b, 0xfe00707f),
    SLLW("sllw", Extension.RV64I, Format.R, 0x0000103b, 0xfe00707f),
    SRLW("srlw", Extension.RV64I, Format.R, 0x0000503b, 0xfe00707f),
    SRAW("sraw", Extension.RV64I, Format.R, 0x4000503b, 0xfe00707f),

    // M
    MUL("mul", Extension.M, Format.R, 0x02000033, 0xfe00707f),
    MULH("mulh", Extension.M, Format.R, 0x02001033, 0xfe00707f),
    MULHSU("mulhsu", Extension.M, Format.R, 0x02002033, 0xfe00707f),
    MULHU("mulhu", Extension.M, Format.R, 0x02003033, 0xfe00707f),
    DIV("div", Extension.M, Format.R, 0x02004033, 0xfe00707f),
    DIVU("divu", Extension.M, Format.R, 0x02005033, 0xfe00707f),
    REM("rem", Extension.M, Format.R, 0x02006033, 0xfe00707f),
    REMU("remu", Extension.M, Format.R, 0x02007033, 0xfe00707f),
    MULW("mulw", Extension.M, Format.R, 0x0200003b, 0xfe00707f),
    DIVW("divw", Extension.M, Format.R, 0x0200403b, 0xfe00707f),
    DIVUW("divuw", Extension.M, Format.R, 0x0200503b, 0xfe00707f),
    REMW("remw", Extension.M, Format.R, 0x0200603b, 0xfe00707f),
    REMUW("remuw", Extension.M, Format.R, 0x0200703b, 0xfe00707f),

    // F and D loads and stores
    FLW("flw", Extension.F, Format.FLOAD, 0x00002007, 0x0000707f),
    FLD("fld", Extension.D, Format.FLOAD, 0x00003007, 0x0000707f),
    FSW("fsw", Extension.F, Format.FSTORE, 0x00002027, 0x0000707f),
    FSD("fsd", Extension.D, Format.FSTORE, 0x00003027, 0x0000707f),

    // RV64I: environment and ordering. FENCE_TSO and PAUSE are FENCE rows with a name of their own
    FENCE("fence", Extension.RV64I, Format.FENCE, 0x0000000f, 0x0000707f),
    FENCE_TSO("fence.tso", Extension.RV64I, Format.NONE, 0x8330000f, 0xfff0707f),
    PAUSE("pause", Extension.RV64I, Format.NONE, 0x0100000f, 0xffffffff),
    ECALL("ecall", Extension.RV64I, Format.NONE, 0x00000073, 0xffffffff),
    EBREAK("ebreak", Extension.RV64I, Format.NONE, 0x00100073, 0xffffffff),

    // Zifencei
    FENCE_I("fence.i", Extension.ZIFENCEI, Format.NONE, 0x0000100f, 0x0000707f),

    // Zicsr
    CSRRW("csrrw", Extension.ZICSR, Format.CSRR, 0x00001073, 0x0000707f),
    CSRRS("csrrs", Extension.ZICSR, Format.CSRR, 0x00002073, 0x0000707f),
    CSRRC("csrrc", Extension.ZICSR, Format.CSRR, 0x00003073, 0x0000707f),
    CSRRWI("csrrwi", Extension.ZICSR, Format.CSRI, 0x00005073, 0x0000707f),
    CSRRSI("csrrsi", Extension.ZICSR, Format.CSRI, 0x00006073, 0x0000707f),
    CSRRCI("csrrci", Extension.ZICSR, Format.CSRI, 0x00007073, 0x0000707f),

    // A
    LR_W("lr.w", Extension.A, Format.LR, 0x1000202f, 0xf9f0707f),
    SC_W("sc.w", Extension.A, Format.AMO, 0x1800202f, 0xf800707f),
    AMOSWAP_W("amoswap.w", Extension.A, Format.AMO, 0x0800202f, 0xf800707f),
    AMOADD_W("amoadd.w", Extension.A, Format.AMO, 0x0000202f, 0xf800707f),
    AMOXOR_W("amoxor.w", Extension.A, Format.AMO, 0x2000202f, 0xf800707f),
    AMOAND_W("amoand.w", Extension.A, Format.AMO, 0x6000202f, 0xf800707f),
    AMOOR_W("amoor.w", Extension.A, Format.AMO, 0x4000202f, 0xf800707f),
    AMOMIN_W("amomin.w", Extension.A, Format.AMO, 0x8000202f, 0xf800707f),
    AMOMAX_W("amomax.w", Extension.A, Format.AMO, 0xa000202f, 0xf800707f),
    AMOMINU_W("amominu.w", Extension.A, Format.AMO, 0xc000202f, 0xf800707f),
    AMOMAXU_W("amomaxu.w", Extension.A, Format.AMO, 0xe000202f, 0xf800707f),
    LR_D("lr.d", Extension.A, Format.LR, 0x1000302f, 0xf9f0707f),
    SC_D("sc.d", Extension.A, Format.AMO, 0x1800302f, 0xf800707f),
    AMOSWAP_D("amoswap.d", Extension.A, Format.AMO, 0x0800302f, 0xf800707f),
    AMOADD_D("amoadd.d", Extension.A, Format.AMO, 0x0000302f, 0xf800707f),
    AMOXOR_D("amoxor.d", Extension.A, Format.AMO, 0x2000302f, 0xf800707f),
    AMOAND_D("amoand.d", Extension.A, Format.AMO, 0x6000302f, 0xf800707f),
    AMOOR_D("amoor.d", Extension.A, Format.AMO, 0x4000302f, 0xf800707f),
    AMOMIN_D("amomin.d", Extension.A, Format.AMO, 0x8000302f, 0xf800707f),
    AMOMAX_D("amomax.d", Extension.A, Format.AMO, 0xa000302f, 0xf800707f),
    AMOMINU_D("amominu.d", Extension.A, Format.AMO, 0xc000302f, 0xf800707f),
    AMOMAXU_D("amomaxu.d", Extension.A, Format.AMO, 0xe000302f, 0xf800707f),

    // F
    FMADD_S("fmadd.s", Extension.F, Format.F3_RM, 0x00000043, 0x0600007f),
    FMSUB_S("fmsub.s", Extension.F, Format.F3_RM, 0x00000047, 0x0600007f),
    FNMSUB_S("fnmsub.s", Extension.F, Format.F3_RM, 0x0000004b, 0x0600007f),
    FNMADD_S("fnmadd.s", Extension.F, Format.F3_RM, 0x0000004f, 0x0600007f),
    FADD_S("fadd.s", Extension.F, Format.F2_RM, 0x00000053, 0xfe00007f),
    FSUB_S("fsub.s", Extension.F, Format.F2_RM, 0x08000053, 0xfe00007f),
    FMUL_S("fmul.s", Extension.F, Format.F2_RM, 0x10000053, 0xfe00007f),
    FDIV_S("fdiv.s", Extension.F, Format.F2_RM, 0x18000053, 0xfe00007f),
    FSQRT_S("fsqrt.s", Extension.F, Format.F1_RM, 0x58000053, 0xfff0007f),
    FSGNJ_S("fsgnj.s", Extension.F, Format.F2, 0x20000053, 0xfe00707f),
    FSGNJN_S("fsgnjn.s", Extension.F, Format.F2, 0x20001053, 0xfe00707f),
    FSGNJX_S("fsgnjx.s", Extension.F, Format.F2, 0x20002053, 0xfe00707f),
    FMIN_S("fmin.s", Extension.F, Format.F2, 0x28000053, 0xfe00707f),
    FMAX_S("fmax.s", Extension.F, Format.F2, 0x28001053, 0xfe00707f),
    FLE_S("fle.s", Extension.F, Format.FCMP, 0xa0000053, 0xfe00707f),
    FLT_S("flt.s", Extension.F, Format.FCMP, 0xa0001053, 0xfe00707f),
    FEQ_S("feq.s", Extension.F, Format.FCMP, 0xa0002053, 0xfe00707f),
    FCLASS_S("fclass.s", Extension.F, Format.F_TO_X, 0xe0001053, 0xfff0707f),
    FMV_X_W("fmv.x.w", Extension.F, Format.F_TO_X, 0xe0000053, 0xfff0707f),
    FMV_W_X("fmv.w.x", Extension.F, Format.X_TO_F, 0xf0000053, 0xfff0707f),
    FCVT_W_S("fcvt.w.s", Extension.F, Format.F_TO_X_RM, 0xc0000053, 0xfff0007f),
    FCVT_WU_S("fcvt.wu.s", Extension.F, Format.F_TO_X_RM, 0xc0100053, 0xfff0007f),
    FCVT_L_S("fcvt.l.s", Extension.F, Format.F_TO_X_RM, 0xc0200053, 0xfff0007f),
    FCVT_LU_S("fcvt.lu.s", Extension.F, Format.F_TO_X_RM, 0xc0300053, 0xfff0007f),
    FCVT_S_W("fcvt.s.w", Extension.F, Format.X_TO_F_RM, 0xd0000053, 0xfff0007f),
    FCVT_S_WU("fcvt.s.wu", Extension.F, Format.X_TO_F_RM, 0xd0100053, 0xfff0007f),
    FCVT_S_L("fcvt.s.l", Extension.F, Format.X_TO_F_RM, 0xd0200053, 0xfff0007f),
    FCVT_S_LU("fcvt.s.lu", Extension.F, Format.X_TO_F_RM, 0xd0300053, 0xfff0007f),

    // D
    FMADD_D("fmadd.d", Extension.D, Format.F3_RM, 0x02000043, 0x0600007f),
    FMSUB_D("fmsub.d", Extension.D, Format.F3_RM, 0x02000047, 0x0600007f),
    FNMSUB_D("fnmsub.d", Extension.D, Format.F3_RM, 0x0200004b, 0x0600007f),
    FNMADD_D("fnmadd.d", Extension.D, Format.F3_RM, 0x0200004f, 0x0600007f),
    FADD_D("fadd.d", Extension.D, Format.F2_RM, 0x02000053, 0xfe00007f),
    FSUB_D("fsub.d", Extension.D, Format.F2_RM, 0x0a000053, 0xfe00007f),
    FMUL_D("fmul.d", Extension.D, Format.F2_RM, 0x12000053, 0xfe00007f),
    FDIV_D("fdiv.d", Extension.D, Format.F2_RM, 0x1a000053, 0xfe00007f),
    FSQRT_D("fsqrt.d", Extension.D, Format.F1_RM, 0x5a000053, 0xfff0007f),
    FSGNJ_D("fsgnj.d", Extension.D, Format.F2, 0x22000053, 0xfe00707f),
    FSGNJN_D("fsgnjn.d", Extension.D, Format.F2, 0x22001053, 0xfe00707f),
    FSGNJX_D("fsgnjx.d", Extension.D, Format.F2, 0x22002053, 0xfe00707f),
    FMIN_D("fmin.d", Extension.D, Format.F2, 0x2a000053, 0xfe00707f),
    FMAX_D("fmax.d", Extension.D, Format.F2, 0x2a001053, 0xfe00707f),
    FLE_D("fle.d", Extension.D, Format.FCMP, 0xa2000053, 0xfe00707f),
    FLT_D("flt.d", Extension.D, Format.FCMP, 0xa2001053, 0xfe00707f),
    FEQ_D("feq.d", Extension.D, Format.FCMP, 0xa2002053, 0xfe00707f),
    FCLASS_D("fclass.d", Extension.D, Format.F_TO_X, 0xe2001053, 0xfff0707f),
    FMV_X_D("fmv.x.d", Extension.D, Format.F_TO_X, 0xe2000053, 0xfff0707f),
    FMV_D_X("fmv.d.x", Extension.D, Format.X_TO_F, 0xf2000053, 0xfff0707f),
    FCVT_W_D("fcvt.w.d", Extension.D, Format.F_TO_X_RM, 0xc2000053, 0xfff0007f),
    FCVT_WU_D("fcvt.wu.d", Extension.D, Format.F_TO_X_RM, 0xc2100053, 0xfff0007f),
    FCVT_L_D("fcvt.l.d", Extension.D, Format.F_TO_X_RM, 0xc2200053, 0xfff0007f),
    FCVT_LU_D("fcvt.lu.d", Extension.D, Format.F_TO_X_RM, 0xc2300053, 0xfff0007f),
    FCVT_D_W("fcvt.d.w", Extension.D, Format.X_TO_F_EXACT, 0xd2000053, 0xfff0007f),
    FCVT_D_WU("fcvt.d.wu", Extension.D, Format.X_TO_F_EXACT, 0xd2100053, 0xfff0007f),
    FCVT_D_L("fcvt.d.l", Extension.D, Format.X_TO_F_RM, 0xd2200053, 0xfff0007f),
    FCVT_D_LU("fcvt.d.lu", Extension.D, Format.X_TO_F_RM, 0xd2300053, 0xfff0007f),
    FCVT_S_D("fcvt.s.d", Extension.D, Format.F1_RM, 0x40100053, 0xfff0007f),
    FCVT_D_S("fcvt.d.s", Extension.D, Format.F1_EXACT, 0x42000053, 0xfff0007f),

    // Zba
    SH1ADD("sh1add", Extension.ZBA, Format.R, 0x20002033, 0xfe00707f),
    SH2ADD("sh2add", Extension.ZBA, Format.R, 0x20004033, 0xfe00707f),
    SH3ADD("sh3add", Extension.ZBA, Format.R, 0x20006033, 0xfe00707f),
    ADD_UW("add.uw", Extension.ZBA, Format.R, 0x0800003b, 0xfe00707f),
    SH1ADD_UW("sh1add.uw", Extension.ZBA, Format.R, 0x2000203b, 0xfe00707f),
    SH2ADD_UW("sh2add.uw", Extension.ZBA, Format.R, 0x2000403b, 0xfe00707f),
    SH3ADD_UW("sh3add.uw", Extension.ZBA, Format.R, 0x2000603b, 0xfe00707f),
    SLLI_UW("slli.uw", Extension.ZBA, Format.SHIFT, 0x0800101b, 0xfc00707f),

    // Zbb
    ANDN("andn", Extension.ZBB, Format.R, 0x40007033, 0xfe00707f),
    ORN("orn", Extension.ZBB, Format.R, 0x40006033, 0xfe00707f),
    XNOR("xnor", Extension.ZBB, Format.R, 0x40004033, 0xfe00707f),
    CLZ("clz", Extension.ZBB, Format.UNARY, 0x60001013, 0xfff0707f),
    CTZ("ctz", Extension.ZBB, Format.UNARY, 0x60101013, 0xfff0707f),
    CPOP("cpop", Extension.ZBB, Format.UNARY, 0x60201013, 0xfff0707f),
    SEXT_B("sext.b", Extension.ZBB, Format.UNARY, 0x60401013, 0xfff0707f),
    SEXT_H("sext.h", Extension.ZBB, Format.UNARY, 0x60501013, 0xfff0707f),
    CLZW("clzw", Extension.ZBB, Format.UNARY, 0x6000101b, 0xfff0707f),
    CTZW("ctzw", Extension.ZBB, Format.UNARY, 0x6010101b, 0xfff0707f),
    CPOPW("cpopw", Extension.ZBB, Format.UNARY, 0x6020101b, 0xfff0707f),
    MIN("min", Extension.ZBB, Format.R, 0x0a004033, 0xfe00707f),
    MINU("minu", Extension.ZBB, Format.R, 0x0a005033, 0xfe00707f),
    MAX("max", Extension.ZBB, Format.R, 0x0a006033, 0xfe00707f),
    MAXU("maxu", Extension.ZBB, Format.R, 0x0a007033, 0xfe00707f),
    ZEXT_H("zext.h", Extension.ZBB, Format.UNARY, 0x0800403b, 0xfff0707f),
    ROL("rol", Extension.ZBB, Format.R, 0x60001033, 0xfe00707f),
    ROR("ror", Extension.ZBB, Format.R, 0x60005033, 0xfe00707f),
    RORI("rori", Extension.ZBB, Format.SHIFT, 0x60005013, 0xfc00707f),
    ROLW("rolw", Extension.ZBB, Format.R, 0x6000103b, 0xfe00707f),
    RORW("rorw", Extension.ZBB, Format.R, 0x6000503b, 0xfe00707f),
    RORIW("roriw", Extension.ZBB, Format.SHIFTW, 0x6000501b, 0xfe00707f),
    ORC_B("orc.b", Extension.ZBB, Format.UNARY, 0x28705013, 0xfff0707f),
    REV8("rev8", Extension.ZBB, Format.UNARY, 0x6b805013, 0xfff0707f),

    // Zbs
    BCLR("bclr", Extension.ZBS, Format.R, 0x48001033, 0xfe00707f),
    BCLRI("bclri", Extension.ZBS, Format.SHIFT, 0x48001013, 0xfc00707f),
    BEXT("bext", Extension.ZBS, Format.R, 0x48005033, 0xfe00707f),
    BEXTI("bexti", Extension.ZBS, Format.SHIFT, 0x48005013, 0xfc00707f),
    BINV("binv", Extension.ZBS, Format.R, 0x68001033, 0xfe00707f),
    BINVI("binvi", Extension.ZBS, Format.SHIFT, 0x68001013, 0xfc00707f),
    BSET("bset", Extension.ZBS, Format.R, 0x28001033, 0xfe00707f),
    BSETI("bseti", Extension.ZBS, Format.SHIFT, 0x28001013, 0xfc00707f),

    // Zicond
    CZERO_EQZ("czero.eqz", Extension.ZICOND, Format.R, 0x0e005033, 0xfe00707f),
    CZERO_NEZ("czero.nez", Extension.ZICOND, Format.R, 0x0e007033, 0xfe00707f),

    // Zicboz
    CBO_ZERO("cbo.zero", Extension.ZICBOZ, Format.CBO, 0x0040200f, 0xfff07fff),

    // Privileged: illegal in U-mode
    SRET("sret", Extension.PRIVILEGED, Format.NONE, 0x10200073, 0xffffffff),
    MRET("mret", Extension.PRIVILEGED, Format.NONE, 0x30200073, 0xffffffff),
    WFI("wfi", Extension.PRIVILEGED, Format.NONE, 0x10500073, 0xffffffff),
    SFENCE_VMA("sfence.vma", Extension.PRIVILEGED, Format.SFENCE, 0x12000073, 0xfe007fff),

    // C: a compressed row names the base instruction that it expands to
    C_ADDI4SPN("c.addi4spn", Format.C_CIW, 0x0000, 0xe003, ADDI, When.nonzero(0x1fe0)),
    C_FLD("c.fld", Format.C_FLD, 0x2000, 0xe003, FLD),
    C_LW("c.lw", Format.C_LW, 0x4000, 0xe003, LW),
    C_LD("c.ld", Format.C_LD, 0x6000, 0xe003, LD),
    C_FSD("c.fsd", Format.C_FSD, 0xa000, 0xe003, FSD),
    C_SW("c.sw", Format.C_SW, 0xc000, 0xe003, SW),
    C_SD("c.sd", Format.C_SD, 0xe000, 0xe003, SD),
    C_NOP("c.nop", Format.C_NOP, 0x0001, 0xef83, ADDI),
    C_ADDI("c.addi", Format.C_I, 0x0001, 0xe003, ADDI, When.RD_NONZERO),
    C_ADDIW("c.addiw", Format.C_I, 0x2001, 0xe003, ADDIW, When.RD_NONZERO),
    C_LI("c.li", Format.C_LI, 0x4001, 0xe003, ADDI),
    C_ADDI16SP("c.addi16sp", Format.C_ADDI16SP, 0x6101, 0xef83, ADDI, When.nonzero(0x107c)),
    C_LUI("c.lui", Format.C_LUI, 0x6001, 0xe003, LUI, When.nonzero(0x107c).and(bits -> (bits >> 7 & 31) != 2)),
    C_SRLI("c.srli", Format.CP_SHIFT, 0x8001, 0xec03, SRLI),
    C_SRAI("c.srai", Format.CP_SHIFT, 0x8401, 0xec03, SRAI),
    C_ANDI("c.andi", Format.CP_ANDI, 0x8801, 0xec03, ANDI),
    C_SUB("c.sub", Format.CP_R, 0x8c01, 0xfc63, SUB),
    C_XOR("c.xor", Format.CP_R, 0x8c21, 0xfc63, XOR),
    C_OR("c.or", Format.CP_R, 0x8c41, 0xfc63, OR),
    C_AND("c.and", Format.CP_R, 0x8c61, 0xfc63, AND),
    C_SUBW("c.subw", Format.CP_R, 0x9c01, 0xfc63, SUBW),
    C_ADDW("c.addw", Format.CP_R, 0x9c21, 0xfc63, ADDW),
    C_J("c.j", Format.C_J, 0xa001, 0xe003, JAL),
    C_BEQZ("c.beqz", Format.C_B, 0xc001, 0xe003, BEQ),
    C_BNEZ("c.bnez", Format.C_B, 0xe001, 0xe003, BNE),
    C_SLLI("c.slli", Format.C_SHIFT, 0x0002, 0xe003, SLLI),
    C_FLDSP("c.fldsp", Format.C_FLDSP, 0x2002, 0xe003, FLD),
    C_LWSP("c.lwsp", Format.C_LWSP, 0x4002, 0xe003, LW, When.RD_NONZERO),
    C_LDSP("c.ldsp", Format.C_LDSP, 0x6002, 0xe003, LD, When.RD_NONZERO),
    C_JR("c.jr", Format.C_JR, 0x8002, 0xf07f, JALR, When.RD_NONZERO),
    C_MV("c.mv", Format.C_MV, 0x8002, 0xf003, ADD, When.RS2_NONZERO),
    C_EBREAK("c.ebreak", Format.NONE, 0x9002, 0xffff, EBREAK),
    C_JALR("c.jalr", Format.C_JALR, 0x9002, 0xf07f, JALR, When.RD_NONZERO),
    C_ADD("c.add", Format.C_R, 0x9002, 0xf003, ADD, When.RS2_NONZERO),
    C_FSDSP("c.fsdsp", Format.C_FSDSP, 0xa002, 0xe003, FSD),
    C_SWSP("c.swsp", Format.C_SWSP, 0xc002, 0xe003, SW),
    C_SDSP("c.sdsp", Format.C_SDSP, 0xe002, 0xe003, SD);

    private final String mnemonic;
    private final Extension extension;
    private final Format format;
    private final int match;
    private final int mask;
    private final Op expansion;
    private final IntPredicate condition;

    Op(String mnemonic, Extension extension, Format format, int match, int mask) {
        this(mnemonic, extension, format, match, mask, null, When.ALWAYS);
    }

    Op(String mnemonic, Format format, int match, int mask, Op expansion) {
        this(mnemonic, Extension.C, format, match, mask, expansion, When.ALWAYS);
    }

    Op(String mnemonic, Format format, int match, int mask, Op expansion, IntPredicate condition) {
        this(mnemonic, Extension.C, format, match, mask, expansion, condition);
    }

    Op(
            String mnemonic,
            Extension extension,
            Format format,
            int match,
            int mask,
            Op expansion,
            IntPredicate condition) {
        this.mnemonic = mnemonic;
        this.extension = extension;
        this.format = format;
        this.match = match;
        this.mask = mask;
        this.expansion = expansion;
        this.condition = condition;
    }

    /** Conditions on operands that tell compressed rows with the same fixed bits apart. */
    private static final class When {
        static final IntPredicate ALWAYS = bits -> true;
        static final IntPredicate RD_NONZERO = nonzero(0x0f80);
        static final IntPredicate RS2_NONZERO = nonzero(0x007c);

        static IntPredicate nonzero(int field) {
            return bits -> (bits & field) != 0;
        }
    }

    public String mnemonic() {
        return mnemonic;
    }

    public Extension extension() {
        return extension;
    }

    public Format format() {
        return format;
    }

    public int match() {
        return match;
    }

    public int mask() {
        return mask;
    }

    /** Whether {@code bits} (the low 16 of them for a compressed row) encode this instruction. */
    public boolean matches(int bits) {
        return (bits & mask) == match && condition.test(bits);
    }

    /** The base instruction that a compressed row stands for; the row itself for others. */
    public Op expansion() {
        return expansion == null ? this : expansion;
    }

    public boolean compressed() {
        return extension == Extension.C;
    }

    /** Bytes of an encoded instruction: 2 or 4. */
    public int length() {
        return compressed() ? 2 : 4;
    }

    /** The number by which a decoded {@link Instruction} names this row; never 0. */
    public int code() {
        return ordinal() + 1;
    }
}
