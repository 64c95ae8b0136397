package dev.kenari.kernel.domain;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kenari.kernel.domain.jdk.Current;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** The calls to a domain's budget, as rewritten code makes them. All leave the rest of the stack as it is. */
final class BudgetCalls {
    static final ClassDesc BUDGET = ClassRewriter.desc(DomainBudget.class);
    private static final ClassDesc CURRENT = ClassRewriter.desc(Current.class);
    private static final MethodTypeDesc OF_INT = MethodTypeDesc.of(CD_void, CD_int);
    private static final MethodTypeDesc OF_OBJECT = MethodTypeDesc.of(CD_void, CD_Object);

    private BudgetCalls() {}

    private static CodeBuilder budget(CodeBuilder code) {
        return code.getstatic(CURRENT, "BUDGET", BUDGET);
    }

    /** At each of the loop's turns, which the variable {@code turns} counts: what most of them cost is a step of a local variable. */
    static void poll(CodeBuilder code, int turns) {
        Label on = code.newLabel();
        code.iinc(turns, 1).iload(turns).bipush(DomainBudget.TURNS_A_POLL).if_icmplt(on).iconst_0().istore(turns);
        budget(code).invokevirtual(BUDGET, "turns", MethodTypeDesc.of(CD_void)).labelBinding(on);
    }

    static void enter(CodeBuilder code, int words, int caller) {
        budget(code).loadConstant(words).invokevirtual(BUDGET, "enter", MethodTypeDesc.of(CD_int, CD_int)).istore(caller);
    }

    static void leave(CodeBuilder code, int caller) {
        budget(code).iload(caller).invokevirtual(BUDGET, "at", OF_INT);
    }

    static void back(CodeBuilder code, int caller, int words) {
        budget(code).iload(caller).loadConstant(words).iadd().invokevirtual(BUDGET, "back", OF_INT);
    }

    /** Of the exception on the stack, which stays there. */
    static void caught(CodeBuilder code, int caller, int words) {
        code.dup();
        budget(code).swap().iload(caller).loadConstant(words).iadd()
                .invokevirtual(BUDGET, "caught", MethodTypeDesc.of(CD_void, CD_Throwable, CD_int));
    }

    static void charge(CodeBuilder code, int bytes) {
        budget(code).loadConstant(bytes).invokevirtual(BUDGET, "charge", OF_INT);
    }

    /** Of the object on the stack, which goes. */
    static void made(CodeBuilder code) {
        budget(code).swap().invokevirtual(BUDGET, "made", OF_OBJECT);
    }

    static void result(CodeBuilder code) {
        budget(code).swap().invokevirtual(BUDGET, "result", OF_OBJECT);
    }

    static void cloning(CodeBuilder code) {
        budget(code).swap().invokevirtual(BUDGET, "cloning", OF_OBJECT);
    }

    /** Of the length on the stack, which stays there. */
    static void array(CodeBuilder code, int elementBytes) {
        code.dup();
        budget(code).swap().loadConstant(elementBytes).invokevirtual(BUDGET, "array", MethodTypeDesc.of(CD_void, CD_int, CD_int));
    }

    /** Of the bytes in the {@code long} variable {@code bytes}. */
    static void arrays(CodeBuilder code, int bytes) {
        budget(code).lload(bytes).invokevirtual(BUDGET, "array", MethodTypeDesc.of(CD_void, CD_long));
    }

    static void times(CodeBuilder code) {
        code.invokestatic(BUDGET, "times", MethodTypeDesc.of(CD_long, CD_long, CD_int));
    }
}
