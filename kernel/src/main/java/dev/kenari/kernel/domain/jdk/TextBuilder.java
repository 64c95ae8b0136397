package dev.kenari.kernel.domain.jdk;

import java.util.Objects;

/** Stands for {@code java.lang.StringBuilder}. */
public final class TextBuilder implements CharSequence {
    private char[] chars;
    private int length;

    public TextBuilder() {
        this(16);
    }

    public TextBuilder(int capacity) {
        chars = new char[capacity];
    }

    public TextBuilder(String text) {
        this(text.length() + 16);
        append(text);
    }

    private void room(int more) {
        if (length + more > chars.length) {
            chars = Arrays.copyOf(chars, Math.max(Math.addExact(length, more), 2 * chars.length + 2));
        }
    }

    public TextBuilder append(String text) {
        String added = text == null ? "null" : text;
        room(added.length());
        added.getChars(0, added.length(), chars, length);
        length += added.length();
        return this;
    }

    public TextBuilder append(Object object) {
        return append(String.valueOf(object));
    }

    public TextBuilder append(CharSequence text) {
        return append(String.valueOf(text));
    }

    public TextBuilder append(CharSequence text, int from, int to) {
        return append(text.subSequence(from, to).toString());
    }

    public TextBuilder append(char c) {
        room(1);
        chars[length++] = c;
        return this;
    }

    public TextBuilder append(char[] text) {
        return append(String.valueOf(text));
    }

    public TextBuilder append(int value) {
        return append(Integer.toString(value));
    }

    public TextBuilder append(long value) {
        return append(Long.toString(value));
    }

    public TextBuilder append(boolean value) {
        return append(String.valueOf(value));
    }

    public TextBuilder append(float value) {
        return append(String.valueOf(value));
    }

    public TextBuilder append(double value) {
        return append(String.valueOf(value));
    }

    public TextBuilder insert(int at, String text) {
        Objects.checkIndex(at, length + 1);
        room(text.length());
        System.arraycopy(chars, at, chars, at + text.length(), length - at);
        text.getChars(0, text.length(), chars, at);
        length += text.length();
        return this;
    }

    public TextBuilder insert(int at, char c) {
        return insert(at, String.valueOf(c));
    }

    public TextBuilder deleteCharAt(int at) {
        Objects.checkIndex(at, length);
        System.arraycopy(chars, at + 1, chars, at, length - at - 1);
        length--;
        return this;
    }

    public TextBuilder reverse() {
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            char c = chars[i];
            chars[i] = chars[j];
            chars[j] = c;
        }
        return this;
    }

    public void setLength(int newLength) {
        if (newLength > length) {
            room(newLength - length);
            Arrays.fill(chars, length, newLength, '\0');
        }
        length = newLength;
    }

    public void setCharAt(int at, char c) {
        chars[Objects.checkIndex(at, length)] = c;
    }

    public String substring(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return new String(chars, from, to - from);
    }

    public String substring(int from) {
        return substring(from, length);
    }

    public int indexOf(String text) {
        return toString().indexOf(text);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public char charAt(int index) {
        return chars[Objects.checkIndex(index, length)];
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return substring(from, to);
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }
}
